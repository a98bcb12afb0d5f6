/// Runs JavaScript of projects in a sandbox: QuickJS as WebAssembly, with bounded time and memory.
@NullMarked
package dev.metier.grade.script;

import org.jspecify.annotations.NullMarked;
