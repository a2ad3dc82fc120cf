/** Returns a polynomial of degree 7 in x, coefficients from the highest power down. Arguments rather than an array: the kernel's tails call it, and an array is three times slower. */
function horner(
  x: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
): number {
  return ((((((a * x + b) * x + c) * x + d) * x + e) * x + f) * x + g) * x + h
}

/** The quantile for |p - 1/2| <= .425, with q = p - 1/2. */
function centre(q: number): number {
  const r = 0.180625 - q * q
  return (
    (q *
      horner(
        r,
        2.509080928730122673e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.387132872796366608,
      )) /
    horner(
      r,
      5.226495278852854561e3,
      2.8729085735721942674e4,
      3.930789580009271061e4,
      2.1213794301586595867e4,
      5.394196021424751107e3,
      6.871870074920579083e2,
      4.2313330701600911252e1,
      1,
    )
  )
}

/** The upper tail's quantile for 5 or less, with r = sqrt(-ln of the tail) - 1.6. */
function middle(r: number): number {
  return (
    horner(
      r,
      7.7454501427834140764e-4,
      2.27238449892691845833e-2,
      2.4178072517745061177e-1,
      1.27045825245236838258,
      3.64784832476320460504,
      5.7694972214606914055,
      4.6303378461565452959,
      1.42343711074968357734,
    ) /
    horner(
      r,
      1.05075007164441684324e-9,
      5.475938084995344946e-4,
      1.51986665636164571966e-2,
      1.4810397642748007459e-1,
      6.8976733498510000455e-1,
      1.6763848301838038494,
      2.05319162663775882187,
      1,
    )
  )
}

/** The upper tail's quantile beyond, with r = sqrt(-ln of the tail) - 5. */
function far(r: number): number {
  return (
    horner(
      r,
      2.01033439929228813265e-7,
      2.71155556874348757815e-5,
      1.2426609473880784386e-3,
      2.6532189526576123093e-2,
      2.9656057182850489123e-1,
      1.7848265399172913358,
      5.4637849111641143699,
      6.6579046435011037772,
    ) /
    horner(
      r,
      2.04426310338993978564e-15,
      1.4215117583164458887e-7,
      1.8463183175100546818e-5,
      7.868691311456132591e-4,
      1.48753612908506148525e-2,
      1.3692988092273580531e-1,
      5.9983220655588793769e-1,
      1,
    )
  )
}

/**
 * Returns the z with P(Z <= z) = p for a standard normal variable, p strictly in (0, 1), to about 1e-16 relative.
 * The kernel's tails call it, so it is written out here rather than taken from jStat, whose inverse is two orders slower.
 * Wichura (1988), algorithm AS 241 (PPND16).
 */
export function standardNormalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return centre(q)
  const root = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const z = root <= 5 ? middle(root - 1.6) : far(root - 5)
  return q < 0 ? -z : z
}
