import { ipcRenderer, webUtils } from 'electron'
import { IPC } from '#shared/desktop-channels.ts'
import type { HandedFile, HostMessage, PageMessage } from '#shared/desktop.ts'

const tell = (message: HostMessage, ports: readonly MessagePort[] = []) =>
  window.postMessage(message, location.origin, [...ports])

window.addEventListener('message', ({ source, origin, data }: MessageEvent<PageMessage | null>) => {
  if (source !== window || origin !== location.origin || data === null) return
  if (data.type === 'parity:connect') ipcRenderer.send(IPC.connect)
  if (data.type === 'parity:ask') ipcRenderer.send(IPC.ask, data.id, data.ask)
})
ipcRenderer.on(IPC.port, ({ ports }) => tell({ type: 'parity:port' }, ports))
ipcRenderer.on(IPC.tell, (_event, message: HostMessage) => tell(message))

const described = (file: File): HandedFile => ({
  path: webUtils.getPathForFile(file),
  name: file.name,
  size: file.size,
  modified: file.lastModified,
})
const hand = (files: FileList | null | undefined) => {
  if (files != null && files.length > 0) ipcRenderer.send(IPC.hand, [...files].map(described))
}
window.addEventListener('drop', ({ dataTransfer }) => hand(dataTransfer?.files), true)
window.addEventListener('change', ({ target }) => hand((target as Partial<HTMLInputElement> | null)?.files), true)
