package dev.metier.web;

import java.util.Map;
import java.util.Optional;

/// What a browser asks.
///
/// @param host the Host header
/// @param path as it was sent, still encoded
/// @param parameters decoded; of several of the same name the first
/// @param session the cookie of these pages
record ScreenRequest(
    String method,
    String host,
    String path,
    Map<String, String> parameters,
    Optional<String> session) {}
