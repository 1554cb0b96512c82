/** Actions: `simulate({method=>"ode",t_end=>10})`, `setParameter("k",2)`. */
import type { Cursor } from "./cursor.ts";
import type { BnglAction, BnglOption } from "./syntax.ts";

export function parseAction(cursor: Cursor): BnglAction {
  const start = cursor.start;
  const name = cursor.name("an action");
  const options = new Map<string, BnglOption>();
  const values: BnglOption[] = [];
  if (cursor.accept("(")) {
    while (!cursor.accept(")")) {
      if (cursor.accept("{")) {
        while (!cursor.accept("}")) {
          const key = (cursor.take(/"\w+"|'\w+'/) ?? cursor.name("an option").text).replace(/["']/g, "");
          cursor.expect("=>");
          options.set(key, parseValue(cursor));
          if (!cursor.accept(",")) {
            cursor.expect("}");
            break;
          }
        }
      } else values.push(parseValue(cursor));
      if (!cursor.accept(",")) {
        cursor.expect(")");
        break;
      }
    }
  }
  return { name, options, values, span: cursor.spanFrom(start) };
}

/** Up to a comma or closing bracket outside nested brackets. */
function parseValue(cursor: Cursor): BnglOption {
  const start = cursor.start;
  const quoted = cursor.take(/("[^"]*"|'[^']*')(?=\s*[,)}])/);
  if (quoted !== null) return { text: quoted.slice(1, -1), span: cursor.spanFrom(start) };
  const parts: string[] = [];
  for (let depth = 0; ; ) {
    const part = cursor.take(
      depth === 0 ? /"[^"]*"|'[^']*'|[^,(){}[\]"']+|[({[]/ : /"[^"]*"|'[^']*'|[^(){}[\]"']+|[(){}[\]]/,
    );
    if (part === null) break;
    parts.push(part);
    if (/^[({[]$/.test(part)) depth++;
    else if (/^[)}\]]$/.test(part)) depth--;
  }
  if (parts.length === 0) cursor.fail("a value");
  return { text: parts.join("").trim(), span: cursor.spanFrom(start) };
}
