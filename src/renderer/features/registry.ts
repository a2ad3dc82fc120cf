import type { Component } from 'svelte'
import Bird from '@lucide/svelte/icons/bird'
import Crosshair from '@lucide/svelte/icons/crosshair'
import Database from '@lucide/svelte/icons/database'
import FileText from '@lucide/svelte/icons/file-text'
import Gauge from '@lucide/svelte/icons/gauge'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import GitCompareArrows from '@lucide/svelte/icons/git-compare-arrows'
import Split from '@lucide/svelte/icons/split'
import { SCREEN_NAMES, type ScreenId } from '#shared/screens.ts'
import type { Services } from '../state/services.svelte.ts'
import type { Session } from '../state/session.svelte.ts'
import { counted } from '#domain/report/number-text.ts'
import { isViolation } from '#domain/slo/tiers.ts'
import { isBreach } from './parity/days.ts'

/** A short count at a screen's icon, and what it counts. */
interface Badge {
  readonly text: string
  readonly meaning: string
}

/** A screen in the rail. */
export interface Screen {
  readonly id: ScreenId
  readonly title: string
  /** The letter after `g`. */
  readonly key: string
  readonly icon: Component<{ size?: number }>
  readonly badge: (session: Session, services: Services) => Badge | null
  readonly load: () => Promise<{ default: Component }>
}

/** The screens, in the order of the work. A new feature is one more line. */
export const SCREENS: readonly Screen[] = [
  {
    ...named('data'),
    icon: Database,
    badge: rejectedRows,
    load: () => import('./data/DataScreen.svelte'),
  },
  {
    ...named('parity'),
    icon: GitCompareArrows,
    badge: breaches,
    load: () => import('./parity/ParityScreen.svelte'),
  },
  {
    ...named('attribution'),
    icon: Split,
    badge: () => null,
    load: () => import('./attribution/AttributionScreen.svelte'),
  },
  {
    ...named('scenarios'),
    icon: FlaskConical,
    badge: () => null,
    load: () => import('./scenarios/ScenariosScreen.svelte'),
  },
  {
    ...named('calibration'),
    icon: Crosshair,
    badge: () => null,
    load: () => import('./calibration/CalibrationScreen.svelte'),
  },
  {
    ...named('slo'),
    icon: Gauge,
    badge: violatedLevels,
    load: () => import('./slo/SloScreen.svelte'),
  },
  {
    ...named('canary'),
    icon: Bird,
    badge: canaryDecision,
    load: () => import('./canary/CanaryScreen.svelte'),
  },
  {
    ...named('report'),
    icon: FileText,
    badge: () => null,
    load: () => import('./report/ReportScreen.svelte'),
  },
]

function named(id: ScreenId): Pick<Screen, 'id' | 'title' | 'key'> {
  return { id, ...SCREEN_NAMES[id] }
}

function rejectedRows({ info }: Session): Badge | null {
  const rejected = (info?.sources ?? []).reduce((total, source) => total + source.rows_rejected, 0)
  return rejected === 0
    ? null
    : { text: rejected > 99 ? '99+' : String(rejected), meaning: `${rejected} rows rejected` }
}

function breaches({ review }: Session): Badge | null {
  const count = review?.days.filter((day) => isBreach(review, day)).length ?? 0
  return count === 0
    ? null
    : { text: count > 99 ? '99+' : String(count), meaning: `${count} days at or above the limit` }
}

function violatedLevels(_session: Session, { slo }: Services): Badge | null {
  const count = slo.value?.document?.slos.filter(({ tier }) => isViolation(tier)).length ?? 0
  return count === 0
    ? null
    : { text: String(count), meaning: `${counted(count, 'service level')} violated or critical` }
}

/** Says only what a person should act on: waiting is no news. */
function canaryDecision(_session: Session, { canary }: Services): Badge | null {
  const decision = canary.value?.document?.decision
  if (decision === undefined || decision === 'WAIT' || decision === 'HOLD') return null
  const mark = decision === 'ROLLBACK' || decision === 'ABORT' ? '✖' : '!'
  return { text: mark, meaning: `canary: ${decision.toLowerCase()}` }
}
