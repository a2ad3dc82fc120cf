import { BrowserWindow, type Session } from 'electron'
import type { PageProtocol } from './page-protocol.ts'

/**
 * Returns a report as PDF, printed by a hidden window in which no script runs. Page size and margins are the report's own
 * (`@page`); backgrounds are printed, since bands and causes are told by them too.
 */
export async function printReport(html: string, session: Session, pages: PageProtocol): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session,
      sandbox: true,
      contextIsolation: true,
      javascript: false,
      images: true,
      spellcheck: false,
    },
  })
  try {
    return await pages.withReport(html, async (address) => {
      await window.loadURL(address)
      return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
    })
  } finally {
    window.destroy()
  }
}
