/**
 * Calls a function, or returns what its last call made where the inputs are the same (Object.is, one by one). The function
 * may depend on its inputs only; what is remembered is shared, so nobody may write to it.
 */
export type Remember = <Inputs extends readonly unknown[], T>(make: (...inputs: Inputs) => T, ...inputs: Inputs) => T

/** Makes a memory of the last call of each function: scenarios of one set of orders share what their differences do not touch. */
export function createRemember(): Remember {
  const calls = new Map<unknown, { readonly inputs: readonly unknown[]; readonly made: unknown }>()
  return <Inputs extends readonly unknown[], T>(make: (...inputs: Inputs) => T, ...inputs: Inputs) => {
    const last = calls.get(make)
    if (last?.inputs.every((input, index) => Object.is(input, inputs[index]))) return last.made as T
    const made = make(...inputs)
    calls.set(make, { inputs, made })
    return made
  }
}
