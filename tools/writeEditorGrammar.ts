/** Writes editor/tendril.tmLanguage.json, the TextMate grammar made from the language's own tables of words. */
import { writeFileSync } from "node:fs";
import { textMateGrammar } from "../grammar/textmate.ts";

const path = new URL("../editor/tendril.tmLanguage.json", import.meta.url);
writeFileSync(path, `${JSON.stringify(textMateGrammar(), null, 2)}\n`);
