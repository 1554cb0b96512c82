#!/usr/bin/env node
/*
 * Starts Tendril. Plain old JavaScript, so that a Node that is too old can still say so.
 *
 * An installed package runs the bundle dist/tendril.js. In a clone (a .git stands beside package.json) the
 * bundle is only used while no source file is newer than it; else the TypeScript sources run as they are.
 */
import fs from "fs";
import module from "module";
import path from "path";
import { fileURLToPath, pathToFileURL } from "url";

var needed = [22, 18];
var root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
var sourceFolders = ["cli", "compiler", "diagnostics", "editor", "grammar", "interop", "learn", "runtime"];

function isTooOld(version) {
  var parts = version.split(".").map(Number);
  return parts[0] < needed[0] || (parts[0] === needed[0] && parts[1] < needed[1]);
}

/** Whether a source file or folder changed after `time` (milliseconds). */
function changedSince(folder, time) {
  var entries;
  try {
    if (fs.statSync(folder).mtimeMs > time) return true;
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return false;
  }
  return entries.some(function (entry) {
    var full = path.join(folder, entry.name);
    if (entry.isDirectory()) return changedSince(full, time);
    return entry.name.endsWith(".ts") && fs.statSync(full).mtimeMs > time;
  });
}

function programFile() {
  var bundle = path.join(root, "dist", "tendril.js");
  var sources = path.join(root, "cli", "main.ts");
  if (!fs.existsSync(bundle)) return sources;
  if (!fs.existsSync(path.join(root, ".git")) || !fs.existsSync(sources)) return bundle;
  var built = fs.statSync(bundle).mtimeMs;
  var isStale = sourceFolders.some(function (folder) {
    return changedSince(path.join(root, folder), built);
  });
  return isStale ? sources : bundle;
}

if (isTooOld(process.versions.node)) {
  console.error(
    "tendril needs Node " +
      needed.join(".") +
      " or newer, but this is Node " +
      process.versions.node +
      " (" +
      process.execPath +
      ").\n" +
      "In a clone, `npm ci` brings a newer Node, and `npm run tendril -- …` (or `npx tendril …`) uses it;\n" +
      "elsewhere, install one from https://nodejs.org.",
  );
  process.exitCode = 2;
} else {
  if (module.enableCompileCache) module.enableCompileCache();
  import(pathToFileURL(programFile()).href)
    .then(function (program) {
      return program.main(process.argv.slice(2));
    })
    .catch(function (error) {
      console.error(error);
      console.error("This is a fault of tendril itself. Please report it with the lines above.");
      process.exitCode = 70;
    });
}
