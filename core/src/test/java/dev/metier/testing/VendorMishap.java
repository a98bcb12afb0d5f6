package dev.metier.testing;

import java.time.Duration;

/// What can go wrong at a vendor, one request at a time.
public sealed interface VendorMishap {
  /// Nothing listens any more.
  record ConnectionRefused() implements VendorMishap {}

  record ResetBeforeHeaders() implements VendorMishap {}

  record ResetMidStream() implements VendorMishap {}

  record StallBeforeHeaders() implements VendorMishap {}

  /// Headers come, then nothing.
  record StallBeforeFirstToken() implements VendorMishap {}

  record StallMidStream() implements VendorMishap {}

  /// Pieces come, one each `gap`, without an end in sight.
  record SlowDrip(Duration gap) implements VendorMishap {}

  /// 429 with one header more.
  record RateLimited(String header, String value) implements VendorMishap {}

  /// A server's error with the vendor's usual body.
  record Status(int code) implements VendorMishap {}

  record HtmlPage(int code) implements VendorMishap {}

  record MalformedChunk() implements VendorMishap {}

  /// The stream closes in order, but before the answer did.
  record CutWithoutFinish() implements VendorMishap {}

  /// The connection closes in the middle of a line.
  record CutInsideLine() implements VendorMishap {}

  record EmptyBody() implements VendorMishap {}

  record InvalidUtf8() implements VendorMishap {}

  /// A line of so many bytes; a tenth of it where no stream was asked for, which has no lines.
  record HugeLine(int bytes) implements VendorMishap {}

  /// One line after another, without end.
  record EndlessAnswer() implements VendorMishap {}

  record ErrorEvent() implements VendorMishap {}

  record Redirect(String location) implements VendorMishap {}

  /// 401 whose message repeats the key.
  record KeyEchoed() implements VendorMishap {}

  record UnknownModel() implements VendorMishap {}

  /// 400 as long as the request has this field.
  record RefusedParameter(String field) implements VendorMishap {}

  /// Refuses the prompt's length, in these words.
  record TooLong(int code, String body) implements VendorMishap {}

  record NoCredit() implements VendorMishap {}

  /// Compressed though nobody asked.
  record Compressed() implements VendorMishap {}

  record NotHttp() implements VendorMishap {}

  /// A change of the protocol that nobody asked for; then nothing.
  record SwitchingProtocols() implements VendorMishap {}

  /// A head of so many bytes.
  record HugeHead(int bytes) implements VendorMishap {}

  /// The connection closes in the middle of a chunk whose size was told.
  record CutInsideChunk() implements VendorMishap {}

  /// A refusal whose body never ends.
  record EndlessRefusal(int code) implements VendorMishap {}

  // what follows is odd, but the answer is complete

  record EmptyAnswer() implements VendorMishap {}

  record WrongContentType() implements VendorMishap {}

  record UsageMissing() implements VendorMishap {}

  /// This JSON text in place of every count of tokens.
  record UsageTold(String count) implements VendorMishap {}

  /// The whole answer at once, although a stream was asked for.
  record NotStreamed() implements VendorMishap {}

  /// The connection is closed behind the answer, although it was to be kept.
  record ClosedAfterwards() implements VendorMishap {}

  /// The answer is complete, but the connection stays open.
  record HeldOpen() implements VendorMishap {}

  /// The first token comes after `first`, the last `rest` later; an answer that is not streamed
  /// comes after `first`, and a blank before it.
  record Slow(Duration first, Duration rest) implements VendorMishap {}

  /// These bytes as the answer.
  record Verbatim(String body) implements VendorMishap {}
}
