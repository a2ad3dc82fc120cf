import type { Band, Cause } from '#shared/review.ts'

/** A colour on paper and screens in light, and in dark. */
export interface Tone {
  readonly light: string
  readonly dark: string
}

/** Marks that tell areas apart without colour. */
export type PatternName = 'plain' | 'dots' | 'slash' | 'cross' | 'plus' | 'dash' | 'bars' | 'outline'

/** How a band looks: its sign in text, the colour of marks, the tint of areas, the pattern on the tint. */
export interface BandLook {
  readonly sign: string
  readonly mark: Tone
  readonly tint: Tone
  readonly pattern: PatternName
}

/** How a cause looks: the colour of its area and the pattern on it. */
export interface CauseLook {
  readonly mark: Tone
  readonly pattern: PatternName
}

const tone = (light: string, dark: string): Tone => ({ light, dark })

/** Neutral colours and the roles of lines. */
export const NEUTRALS = {
  background: tone('#FFFFFF', '#11161C'),
  panel: tone('#F4F6F8', '#1A2129'),
  ink: tone('#16202B', '#E8EDF2'),
  muted: tone('#55616D', '#9AA7B4'),
  border: tone('#8A96A3', '#5C6976'),
  hairline: tone('#D9DFE5', '#2A333D'),
  accent: tone('#0551AA', '#69A3F9'),
  backtest: tone('#0551AA', '#4186E2'),
} as const satisfies Record<string, Tone>

/** The bands' looks, from best to worst. */
export const BAND_LOOKS: Readonly<Record<Band, BandLook>> = {
  excellent: { sign: '●', mark: tone('#80878C', '#676C74'), tint: tone('#EEF0F1', '#23282E'), pattern: 'plain' },
  good: { sign: '◔', mark: tone('#00549E', '#69A3F9'), tint: tone('#E3EEF8', '#172A45'), pattern: 'dots' },
  warning: { sign: '▲', mark: tone('#BC840F', '#FAE76F'), tint: tone('#FBF1DC', '#3A3413'), pattern: 'slash' },
  critical: { sign: '■', mark: tone('#A3301C', '#EA4B20'), tint: tone('#F9E4E0', '#42190E'), pattern: 'cross' },
  emergency: { sign: '✖', mark: tone('#410317', '#FD98AC'), tint: tone('#F1DFE5', '#45242D'), pattern: 'plus' },
}

/** The causes' looks; `price` and `funding` take neutral colours, for they are no cause of execution by themselves. */
export const CAUSE_LOOKS: Readonly<Record<Cause, CauseLook>> = {
  alpha: { mark: tone('#342895', '#8A86FD'), pattern: 'plain' },
  sizing: { mark: tone('#949150', '#D4C980'), pattern: 'dots' },
  timing: { mark: tone('#1C97D4', '#92D1F8'), pattern: 'dash' },
  slippage: { mark: tone('#910637', '#C06497'), pattern: 'cross' },
  fees: { mark: tone('#11736A', '#2D9665'), pattern: 'slash' },
  price: { mark: tone('#55616D', '#9AA7B4'), pattern: 'bars' },
  funding: { mark: tone('#7B8794', '#74818E'), pattern: 'plus' },
}
