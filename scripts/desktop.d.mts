export function findElectron(): string | null
export function provideElectron(options?: { again?: boolean }): string | null
export function openDesktop(args?: readonly string[]): Promise<number> | null
