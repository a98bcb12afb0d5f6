// packages: @langchain/anthropic @langchain/core
// recipe: langchain 2
// as: langchain.mjs
