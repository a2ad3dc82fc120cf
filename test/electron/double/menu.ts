import type Electron from 'electron'

type Template = Electron.MenuItemConstructorOptions

const KEYS =
  /^(?:(?:CmdOrCtrl|CommandOrControl|Ctrl|Control|Cmd|Command|Alt|Option|Shift|Super)\+)+(?:[A-Z0-9]|F\d{1,2}|Plus|Space|Tab|Delete|Enter|Up|Down|Left|Right|[,./;'[\]\\=-])$/

/** An item as built: a submenu is a menu. */
interface Item {
  readonly id: string
  readonly label: string
  readonly enabled: boolean
  readonly accelerator: string | undefined
  readonly submenu: MenuDouble | null
  click(): void
}

/** Menu: builds what Electron would, and refuses keys it would not understand. */
export class MenuDouble {
  static #application: MenuDouble | null = null
  readonly items: readonly Item[]

  constructor(items: readonly Item[]) {
    this.items = items
  }

  static buildFromTemplate(template: readonly Template[]): MenuDouble {
    return new MenuDouble(template.map(built))
  }

  static setApplicationMenu(menu: MenuDouble | null): void {
    MenuDouble.#application = menu
  }

  static getApplicationMenu(): MenuDouble | null {
    return MenuDouble.#application
  }

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }
}

function built(template: Template): Item {
  const { id = '', label = '', role, type, accelerator, submenu, click, enabled = true } = template
  if (label === '' && role === undefined && type !== 'separator')
    throw new Error('A menu item has a label, a role or is a separator.')
  if (typeof accelerator === 'string' && !KEYS.test(accelerator)) throw new Error(`No such accelerator: ${accelerator}`)
  return {
    id,
    label,
    enabled,
    accelerator: accelerator ?? undefined,
    submenu: Array.isArray(submenu) ? MenuDouble.buildFromTemplate(submenu) : null,
    click: () => (click as (() => void) | undefined)?.(),
  }
}
