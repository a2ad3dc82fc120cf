import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/**
 * Names, in the page's head, every file the first chart waits for, so that they are fetched and compiled at once and not one
 * after the other as each import is reached: the modules `entries` (ends of their paths) with all they import, and `fonts`.
 */
export function preloadFirstScreen(entries: readonly string[], fonts: readonly string[]): Plugin {
  return {
    name: 'preload-first-screen',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (bundle === undefined) return
        const wanted = chunksOf(bundle, entries).filter((name) => !html.includes(name))
        const fontFiles = Object.keys(bundle).filter((name) => fonts.some((font) => name.includes(font)))
        return [...wanted.map((name) => tag('modulepreload', name)), ...fontFiles.map(fontTag)]
      },
    },
  }
}

function tag(rel: string, name: string, more: HtmlTagDescriptor['attrs'] = {}): HtmlTagDescriptor {
  return { tag: 'link', attrs: { rel, crossorigin: true, href: `./${name}`, ...more }, injectTo: 'head' }
}

function fontTag(name: string): HtmlTagDescriptor {
  return tag('preload', name, { as: 'font', type: 'font/woff2' })
}

/** Returns the file names of the chunks of some modules and of everything those import at once. */
function chunksOf(bundle: Bundle, entries: readonly string[]): string[] {
  const found = new Set<string>()
  const add = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || found.has(name)) return
    found.add(name)
    chunk.imports.forEach(add)
  }
  for (const entry of entries) {
    const chunk = Object.values(bundle).find(
      (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(entry) === true,
    )
    if (chunk === undefined) throw new Error(`no chunk of the page is made of ${entry}`)
    add(chunk.fileName)
  }
  return [...found]
}
