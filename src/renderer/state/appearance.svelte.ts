import { readStored, writeStored } from './stored.ts'

export type Theme = 'light' | 'dark'

/** Theme and time zone: how things look, never what they are. */
export class Appearance {
  theme = $state<Theme>(firstTheme())
  zone = $state(readStored('zone') ?? 'UTC')

  constructor() {
    document.documentElement.dataset['theme'] = this.theme
  }

  toggleTheme(): void {
    this.theme = this.theme === 'light' ? 'dark' : 'light'
    document.documentElement.dataset['theme'] = this.theme
    writeStored('theme', this.theme)
  }

  setZone(zone: string): void {
    this.zone = zone
    writeStored('zone', zone)
  }
}

function firstTheme(): Theme {
  const stored = readStored('theme')
  if (stored === 'light' || stored === 'dark') return stored
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
