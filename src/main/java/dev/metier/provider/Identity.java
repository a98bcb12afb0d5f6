package dev.metier.provider;

import dev.metier.catalog.Fingerprint;
import java.util.Optional;
import java.util.OptionalInt;

/// What a provider knows of the model it serves.
///
/// @param window tokens the server really allots, when it says
/// @param slots requests it serves at a time, when it says
/// @param elsewhere set when the answer really comes from another machine than the one called (a
///   cloud model behind a local port): its name; privacy treats such a model as public
/// @param trouble why it cannot be asked, when that is known already
public record Identity(
    Fingerprint fingerprint,
    OptionalInt window,
    OptionalInt slots,
    Optional<String> elsewhere,
    Optional<String> trouble) {}
