/** A colour in linear light, sRGB primaries, 0 to 1. */
type Linear = readonly [red: number, green: number, blue: number]
/** CIE L*a*b* under D65. */
type Lab = readonly [lightness: number, a: number, b: number]

/** Full dichromacy by Machado, Oliveira and Fernandes (2009), table 1 at severity 1: linear sRGB, nine numbers by row. */
const DICHROMACIES: Readonly<Record<Exclude<Vision, 'normal'>, readonly number[]>> = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

export const VISIONS = ['normal', 'protan', 'deutan', 'tritan'] as const
export type Vision = (typeof VISIONS)[number]

/** Returns the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Returns CIEDE2000 between two colours as they are seen (Sharma, Wu and Dalal 2005). */
export function difference(one: string, other: string, vision: Vision = 'normal'): number {
  return ciede2000(labOf(seen(one, vision)), labOf(seen(other, vision)))
}

/** Returns how far a colour moves when it is seen with this vision, CIEDE2000. */
export function shift(colour: string, vision: Vision): number {
  return ciede2000(labOf(linear(colour)), labOf(seen(colour, vision)))
}

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(colour: string): Linear {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as unknown as Linear
}

function seen(colour: string, vision: Vision): Linear {
  const rgb = linear(colour)
  if (vision === 'normal') return rgb
  const matrix = DICHROMACIES[vision]
  const rows = [matrix.slice(0, 3), matrix.slice(3, 6), matrix.slice(6)]
  return rows.map((row) => Math.min(1, Math.max(0, dot(rgb, row)))) as unknown as Linear
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
}

function labOf([red, green, blue]: Linear): Lab {
  const x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
  const y = 0.2126729 * red + 0.7151522 * green + 0.072175 * blue
  const z = (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116)
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))]
}

/** Exported for the published test pairs. */
export function ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const radians = Math.PI / 180
  const seventh = (chroma: number) => Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7))
  const g = 0.5 * (1 - seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2))
  const [c1, c2] = [Math.hypot(a1 * (1 + g), b1), Math.hypot(a2 * (1 + g), b2)]
  const hue = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / radians + 360) % 360)
  const [h1, h2] = [hue(a1 * (1 + g), b1), hue(a2 * (1 + g), b2)]
  const grey = c1 * c2 === 0
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180
  const deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * radians)
  const far = Math.abs(h1 - h2) > 180
  const mean = grey ? h1 + h2 : far ? (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2 : (h1 + h2) / 2
  const cosine = (times: number, shift: number) => Math.cos((times * mean + shift) * radians)
  const t = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.2 * cosine(4, -63)
  const [lightness, chroma] = [(l1 + l2) / 2, (c1 + c2) / 2]
  const sl = 1 + (0.015 * (lightness - 50) ** 2) / Math.sqrt(20 + (lightness - 50) ** 2)
  const [sc, sh] = [1 + 0.045 * chroma, 1 + 0.015 * chroma * t]
  const rotation = -2 * seventh(chroma) * Math.sin(60 * Math.exp(-(((mean - 275) / 25) ** 2)) * radians)
  const [dl, dc, dh] = [(l2 - l1) / sl, (c2 - c1) / sc, deltaH / sh]
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh)
}
