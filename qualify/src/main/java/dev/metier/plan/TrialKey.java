package dev.metier.plan;

/// The content address of a trial: the same key means the same question to the same model.
///
/// @param setting hash of model fingerprint, prompt, tools and parameters (32 hexadecimal
///   characters)
/// @param content hash of the case's id and content (32 hexadecimal characters)
/// @param repeat counts from 0
public record TrialKey(String setting, String content, int repeat) {}
