import type { Plugin } from 'vite'

/** Writes the names of every file of the built page into `page-files.json`: hosts serve what is listed and nothing else. */
export function listPage(): Plugin {
  return {
    name: 'list-page',
    enforce: 'post',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const names = Object.keys(bundle).filter((name) => !name.endsWith('.map'))
        this.emitFile({ type: 'asset', fileName: 'page-files.json', source: JSON.stringify(names.sort()) })
      },
    },
  }
}
