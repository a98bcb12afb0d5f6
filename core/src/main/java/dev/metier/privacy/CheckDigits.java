package dev.metier.privacy;

/// Check digits and other rules that numbers keep which somebody gave out. Digits are 0..9, first
/// one first.
final class CheckDigits {
  private static final int[] POLISH = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};

  private CheckDigits() {}

  /// A payment card: the beginning of a large scheme, and the check of ISO/IEC 7812.
  static boolean card(byte[] digits, int count) {
    return count >= 13 && scheme(digits, count) && luhn(digits, count);
  }

  private static boolean scheme(byte[] d, int count) {
    int two = d[0] * 10 + d[1];
    int four = two * 100 + d[2] * 10 + d[3];
    return switch (count) {
      case 13 -> d[0] == 4;
      case 14 -> two == 30 || two == 36 || two == 38 || two == 39;
      case 15 -> two == 34 || two == 37;
      default ->
          d[0] == 4
              || (two >= 50 && two <= 58)
              || (four >= 2221 && four <= 2720)
              || (four >= 3528 && four <= 3589)
              || d[0] == 6;
    };
  }

  /// A payment card of the four largest schemes: what else has so many digits seldom begins so.
  static boolean usualCard(byte[] d, int count) {
    int two = d[0] * 10 + d[1];
    int four = two * 100 + d[2] * 10 + d[3];
    boolean begins =
        switch (count) {
          case 15 -> two == 34 || two == 37;
          case 16 ->
              d[0] == 4
                  || (two >= 51 && two <= 55)
                  || (four >= 2221 && four <= 2720)
                  || four == 6011
                  || two == 65;
          default -> false;
        };
    return begins && luhn(d, count);
  }

  private static boolean luhn(byte[] digits, int count) {
    int sum = 0;
    boolean varied = false;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
      varied |= digit != digits[0];
    }
    return varied && sum % 10 == 0;
  }

  /// A US Social Security number: no check digit, but numbers that are never given out.
  static boolean american(byte[] d) {
    int area = d[0] * 100 + d[1] * 10 + d[2];
    boolean group = d[3] + d[4] > 0;
    boolean serial = d[5] + d[6] + d[7] + d[8] > 0;
    return area != 0 && area != 666 && area < 900 && group && serial;
  }

  /// A Dutch citizen service number: nine digits, a weighted sum that 11 divides.
  static boolean dutch(byte[] d) {
    int sum = -d[8];
    int all = d[8];
    for (int i = 0; i < 8; i++) {
      sum += (9 - i) * d[i];
      all += d[i];
    }
    return all > 0 && sum % 11 == 0;
  }

  /// A German tax number: one digit of the first ten comes twice or three times, the others at most
  /// once; the last is the check digit of ISO 7064, MOD 11,10.
  static boolean german(byte[] d) {
    int[] seen = new int[10];
    int product = 10;
    for (int i = 0; i < 10; i++) {
      seen[d[i]]++;
      int sum = (d[i] + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    int repeated = 0;
    for (int times : seen) {
      if (times > 3) {
        return false;
      }
      repeated += times > 1 ? 1 : 0;
    }
    return d[0] != 0 && repeated == 1 && (11 - product) % 10 == d[10];
  }

  /// A Polish PESEL: a day of birth, and a weighted sum.
  static boolean polish(byte[] d) {
    int month = (d[2] * 10 + d[3]) % 20;
    int day = d[4] * 10 + d[5];
    int sum = 0;
    for (int i = 0; i < POLISH.length; i++) {
      sum += POLISH[i] * d[i];
    }
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (10 - sum % 10) % 10 == d[10];
  }

  /// A French NIR with its key: sex, year, month and place of birth, and what is missing to 97.
  static boolean french(byte[] d) {
    int month = d[3] * 10 + d[4];
    boolean sex = (d[0] >= 1 && d[0] <= 4) || d[0] == 7 || d[0] == 8;
    boolean months = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
    long number = 0;
    for (int i = 0; i < 13; i++) {
      number = number * 10 + d[i];
    }
    return sex && months && 97 - number % 97 == d[13] * 10 + d[14];
  }
}
