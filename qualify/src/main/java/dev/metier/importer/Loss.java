package dev.metier.importer;

import dev.metier.core.problem.Place;

/// Something of another tool's file that was not carried over.
///
/// @param type what it is called there, such as an assertion's type
/// @param why a sentence
/// @param instead what to write or do instead; may be empty
public record Loss(String type, Place place, String why, String instead) {}
