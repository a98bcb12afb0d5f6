package dev.metier.importer.typescript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Types are taken out of TypeScript, and nothing else is.
class TypeErasureTest {
  /// What is left, with white space of any length as one blank.
  private static String erased(String text) throws NotErased {
    String code = TypeErasure.of(text);
    assertThat(code).hasSameSizeAs(text);
    assertThat(code.lines().count()).isEqualTo(text.lines().count());
    return code.replaceAll("\\s+", " ").strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "const a: string = 'b';¦const a = 'b';",
        "let a: { b: number; c?: () => void }[] | undefined;¦let a ;",
        "let a!: Map<string, Array<Array<number>>>= f();¦let a = f();",
        "function f<T extends object = {}>(this: X, a: T, b?: number, ...c: string[]): a is T {"
            + " return !a }¦function f ( a , b , ...c ) { return !a }",
        "const f = async (a: string): Promise<{ pass: boolean }> => ({ pass: a as any });"
            + "¦const f = async (a ) => ({ pass: a });",
        "const f = <T,>(a: T) => a;¦const f = ( a ) => a;",
        "const f = (a: string): ((b: number) => void) => (b) => {};¦const f = (a ) => (b) => {};",
        "x = a! + b!.c![0]! as const satisfies D;¦x = a + b .c [0] ;",
        "x = (a as unknown as B<C>).d;¦x = (a ).d;",
        "f<string>(a); new Map<string, number>(); g<A>`t`; h?.<B>(c);"
            + "¦f (a); new Map (); g `t`; h?. (c);",
        "a < b && c > (d); a < b || c >= d; i < n; a >> 2 >>> 1;"
            + "¦a < b && c > (d); a < b || c >= d; i < n; a >> 2 >>> 1;",
        "x = a ? (b) : c => d;¦x = a ? (b) : c => d;",
        "x = a ? (b: B): c => d : e;¦x = a ? (b ) => d : e;",
        "x = a ? (b) => ({}) : c;¦x = a ? (b) => ({}) : c;",
        "const { a, b: { c = 1 } = {}, ...d }: E = f;¦const { a, b: { c = 1 } = {}, ...d } = f;",
        "for (const a of b as C[]) { } for (let i: number = 0; i < 2; i++) ;"
            + "¦for (const a of b ) { } for (let i = 0; i < 2; i++) ;",
        "try { } catch (e: unknown) { }¦try { } catch (e ) { }",
        "const o = { get: 1, async *a<T>(b: T): X { }, get b(): C { return 1 }, 'c': 2, [d]: e as"
            + " F, g };¦const o = { get: 1, async *a (b ) { }, get b() { return 1 }, 'c': 2, [d]: e"
            + " , g };",
        "const t = `a ${(b as C).d} ${`${e!}`}`;¦const t = `a ${(b ).d} ${`${e }`}`;",
        "const r = /[/]a: b as c!/g, s = a / b / c;¦const r = /[/]a: b as c!/g, s = a / b / c;",
        "type as = 1; const type = 2, as = type; type.x; declare.y();"
            + "¦; const type = 2, as = type; type.x; declare.y();",
        "interface A<T> extends B, C<T> { d: T }const e = 1;¦; const e = 1;",
        "type A<T> = T extends (infer U extends string)[] ? `a${T}` : never; b();¦; b();",
        "declare const a: string; declare function f(b: C): D; declare global { interface E { } }"
            + " g();¦; ; ; g();",
        "function f(a: string): void; function f(a: any) { }¦; function f(a ) { }",
        "abstract class A<T> extends B<T> implements C, D<T> { private readonly e: string = 'f';"
            + " g?: H; static i!: J; abstract k(): L; constructor(m: N) { super(m) } [o: string]:"
            + " any; protected async p<Q>(r: Q): S { } }¦class A extends B { ; e = 'f'; g ;; static"
            + " i ;; ; constructor(m ) { super(m) } ; ; async p (r ) { } }",
        "import type { A } from 'a'; import { type B, c } from 'b'; c();¦; import { c } from 'b';"
            + " c();",
        "import { A } from 'a'; import './b'; const c: A = d;¦; import './b'; const c = d;",
        "export type { A } from 'a'; export interface B { } export { type C, d }; export default"
            + " class { e: F }¦; ; export { d }; export default class { e ; }",
        "interface A { } const b = 1; export { A, b as c };¦; const b = 1; export { b as c };",
      })
  void typesAreTakenOut(String typed, String left) throws NotErased {
    assertThat(erased(typed)).isEqualTo(left);
  }

  @Test
  void whatAReturnedTypeTakesInLinesIsMovedBehindTheBracket() throws NotErased {
    // no line may end before `=>`
    assertThat(TypeErasure.of("const f = (a: B): {\n  c: D;\n} => a;"))
        .isEqualTo("const f = (a       \n       \n) => a;");
    assertThat(TypeErasure.of("f = async <\n  T,\n>(a: T) => a;"))
        .isEqualTo("f = async (\n    \n  a   ) => a;");
  }

  @Test
  void aLineThatWouldGoOnWithoutTheTypeIsEnded() throws NotErased {
    assertThat(TypeErasure.of("const a = b as C\n(d)")).isEqualTo("const a = b ;   \n(d)");
    assertThat(TypeErasure.of("a()\ntype B = C\n[d].e()")).isEqualTo("a()\n;         \n[d].e()");
    assertThat(TypeErasure.of("class A {\n  b\n  private ['c'] = 1 }"))
        .isEqualTo("class A {\n  b\n  ;       ['c'] = 1 }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enum A { B }|an `enum`",
        "const enum A { B }|an `enum`",
        "export enum A { B }|an `enum`",
        "namespace A { }|a `namespace`",
        "@a class B { }|a decorator",
        "class A { @b c = 1 }|a decorator",
        "class A { constructor(private b: C) { } }|a parameter that is a field too",
        "import a = require('b');|`import ... = `",
        "export = a;|`export =`",
        "x = a + b as C * d;|an operator behind `as` that binds closer",
        "const a = <div>b</div>;|a pattern that does not end",
        "const a: = 1;|`=` where it is not understood",
        "f(|an end where more is expected",
      })
  void whatIsMoreThanATypeIsRefusedWithItsLine(String code, String what) {
    var refused =
        catchThrowableOfType(NotErased.class, () -> TypeErasure.of("const ok = 1;\n" + code));
    assertThat(refused.line()).isEqualTo(2);
    assertThat(refused.what()).isEqualTo(what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{a:", "<A,", "f(a=>", "`${", "a?", "(a=", "if(a){"})
  void deepBracketsEnd(String bracket) {
    assertThatThrownBy(() -> TypeErasure.of("x = " + bracket.repeat(20_000)))
        .isInstanceOf(NotErased.class);
    assertThatThrownBy(() -> TypeErasure.of("let x: " + bracket.repeat(20_000)))
        .isInstanceOf(NotErased.class);
  }
}
