// packages: @langchain/anthropic @langchain/core
// recipe: langchain 2
// requests: 3
// as: langchain.mjs
