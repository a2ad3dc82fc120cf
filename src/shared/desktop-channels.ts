/** The names of the messages between preload and Electron's main process. Apart, so that preload bundles nothing but them. */
export const IPC = {
  /** Page to main: make a channel to the engine. */
  connect: 'parity:connect',
  /** Main to page: the channel's port. */
  port: 'parity:port',
  /** Page to main: a number and a DesktopAsk, answered by a told `parity:answer`. */
  ask: 'parity:ask',
  /** Preload to main: files dropped or chosen, as HandedFiles, answered by a told `parity:handed`. */
  hand: 'parity:hand',
  /** Main to page: a HostMessage without ports. */
  tell: 'parity:tell',
} as const
