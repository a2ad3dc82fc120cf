import { ipcMain, type IpcMainEvent, type WebFrameMain } from 'electron'
import { z } from 'zod'
import { IPC } from '#shared/desktop-channels.ts'
import { handedFileSchema } from '#shared/desktop.ts'
import type { Desktop } from './desktop.ts'
import { isOurs } from './origin.ts'

const idSchema = z.int().nonnegative()
const handedFilesSchema = z.array(handedFileSchema).min(1).max(1000)

/** Heeds what preload sends, from the main frame of our own window only; anything else is left without an answer. */
export function listenToPage(desktop: Desktop): void {
  ipcMain.on(IPC.connect, (event) => {
    const frame = ourFrame(event, desktop)
    if (frame !== null) desktop.connect(frame)
  })
  ipcMain.on(IPC.ask, (event, id: unknown, ask: unknown) => {
    const known = idSchema.safeParse(id)
    if (ourFrame(event, desktop) !== null && known.success) void desktop.answer(known.data, ask)
  })
  ipcMain.on(IPC.hand, (event, files: unknown) => {
    const known = handedFilesSchema.safeParse(files)
    if (ourFrame(event, desktop) !== null && known.success) void desktop.takeHanded(known.data)
  })
}

/** Returns the frame that sent an event when it is our page in our window, else null; a frame that has gone is null too. */
function ourFrame({ sender, senderFrame }: IpcMainEvent, { window }: Desktop): WebFrameMain | null {
  if (window.isDestroyed() || sender !== window.webContents || senderFrame === null) return null
  return senderFrame.parent === null && isOurs(senderFrame.url) ? senderFrame : null
}
