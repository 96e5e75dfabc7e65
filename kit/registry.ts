/** The shape that protobuf-es gives a oneof: one member for each arm, and one for none. */
export interface OneofShape {
  readonly case: string | undefined;
  readonly value?: unknown;
}

/** The names of a oneof's arms. */
export type CaseOf<Oneof extends OneofShape> = Extract<Oneof, { readonly case: string }>["case"];

/** The message of one arm. */
export type ValueOf<Oneof extends OneofShape, Case extends CaseOf<Oneof>> = Extract<
  Oneof,
  { readonly case: Case }
>["value"];

/**
 * One builder for each arm of a oneof. An arm without a builder does not compile, so a new variant can't be forgotten.
 */
export type Registry<Oneof extends OneofShape, Context, Product> = {
  readonly [Case in CaseOf<Oneof>]: (settings: ValueOf<Oneof, Case>, context: Context) => Product;
};

/** Builds the variant that a oneof holds, or undefined when it holds none. */
export function buildVariant<Oneof extends OneofShape, Context, Product>(
  registry: Registry<Oneof, Context, Product>,
  oneof: Oneof,
  context: Context,
): Product | undefined {
  if (oneof.case === undefined) return undefined;
  // The one cast of the registries: TypeScript does not follow that case and value belong together.
  const build = registry[oneof.case as CaseOf<Oneof>] as (settings: unknown, context: Context) => Product;
  return build(oneof.value, context);
}
