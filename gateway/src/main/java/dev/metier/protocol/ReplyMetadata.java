package dev.metier.protocol;

import java.time.Instant;

/// What an answer says of itself.
///
/// @param requestId of the gateway: lower-case letters and digits
/// @param model the name to answer under: the job's, as the client wrote it
/// @param inputEstimate tokens of the prompt as we count them, for streams that must tell it first
public record ReplyMetadata(String requestId, String model, Instant created, long inputEstimate) {}
