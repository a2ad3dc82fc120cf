import type { AlertMessage } from './alert-message.ts'

/** Slack's limits of a header (used for every title) and of a section, characters. */
const TITLE = 150
const SLACK_SECTION = 3000
/** Telegram's limit of a message, characters. */
const TELEGRAM_TEXT = 4096

/** An incoming-webhook body: blocks of plain text, so that nothing in a name or sentence becomes markup or a mention. */
export interface SlackPayload {
  readonly text: string
  readonly blocks: readonly {
    readonly type: 'header' | 'section'
    readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false }
  }[]
}

/** Returns the Slack payload. The fallback `text` is mrkdwn, so & < > are escaped there: `<!channel>` stays text. */
export function slackPayload({ title, lines }: AlertMessage): SlackPayload {
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const
  return {
    text: escapeMarkup(`${title}. ${lines.join(' ')}`.slice(0, SLACK_SECTION)),
    blocks: [
      { type: 'header', text: plain(shortened(title, TITLE)) },
      { type: 'section', text: plain(shortened(lines.join('\n'), SLACK_SECTION)) },
    ],
  }
}

/** A sendMessage body. */
export interface TelegramPayload {
  readonly chat_id: string
  readonly text: string
  readonly parse_mode: 'HTML'
  readonly link_preview_options: { readonly is_disabled: true }
}

/** Returns the Telegram payload: HTML with everything escaped; lines that do not fit are left out whole, so no tag or entity is cut. */
export function telegramPayload({ title, lines }: AlertMessage, chatId: string): TelegramPayload {
  const head = `<b>${escapeMarkup(shortened(title, TITLE))}</b>`
  let text = head
  for (const line of lines) {
    const next = `${text}\n${escapeMarkup(line)}`
    if (next.length > TELEGRAM_TEXT) break
    text = next
  }
  return { chat_id: chatId, text, parse_mode: 'HTML', link_preview_options: { is_disabled: true } }
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}
