import type { Finding } from '../../../functions/src/redact/index.js';

/** A text with what is in it. Offsets are in characters (code points), ends exclusive. */
export interface Labelled {
  text: string;
  spans: Finding[];
  /** Neither right nor wrong to redact. */
  other: Finding[];
}

/** The result for one kind of label. */
export interface KindScore {
  kind: string;
  labelled: number;
  /** Share of them that was found at least in part. */
  recall: number;
  /** Share of them of which every character is gone. */
  fullRecall: number;
  /** Findings of this kind, and the share of them that touches a label. */
  found: number;
  precision: number;
  f1: number;
}

export interface Miss {
  kind: string;
  text: string;
  /** `missed`, `partly`: for labels. `false`: found where there is no label. */
  outcome: 'missed' | 'partly' | 'false';
  before: string;
  after: string;
}

export interface Evaluation {
  kinds: KindScore[];
  total: KindScore;
  misses: Miss[];
}

export type Redact = (text: string) => { findings: readonly Finding[] };

/** Names in labelled data for kinds with another name here. */
const ALIASES: Readonly<Record<string, string>> = {
  phone_number: 'phone',
  email_address: 'email',
  credit_card: 'card',
  us_ssn: 'ssn',
  iban_code: 'iban',
  ip_address: 'ip',
  mac_address: 'mac',
};

const CONTEXT = 40;

interface Tally {
  labelled: number;
  touched: number;
  gone: number;
  found: number;
  right: number;
}

/** Redacts each text and compares the findings with the labels. */
export function evaluate(data: Iterable<Labelled>, redact: Redact): Evaluation {
  const tallies = new Map<string, Tally>();
  const misses: Miss[] = [];
  const tally = (kind: string): Tally => {
    const known = tallies.get(kind) ?? { labelled: 0, touched: 0, gone: 0, found: 0, right: 0 };
    tallies.set(kind, known);
    return known;
  };
  for (const { text, spans, other } of data) {
    const units = unitOffsets(text);
    const toUnits = ({ kind, start, end }: Finding): Finding => ({
      kind: ALIASES[kind.toLowerCase()] ?? kind.toLowerCase(),
      start: units[start] ?? text.length,
      end: units[end] ?? text.length,
    });
    const labelled = spans.map(toUnits);
    const neutral = other.map(toUnits);
    const { findings } = redact(text);
    const miss = (span: Finding, outcome: Miss['outcome']) => {
      misses.push({
        kind: span.kind,
        outcome,
        text: text.slice(span.start, span.end),
        before: text.slice(Math.max(0, span.start - CONTEXT), span.start),
        after: text.slice(span.end, span.end + CONTEXT),
      });
    };
    for (const span of labelled) {
      const score = tally(span.kind);
      const touching = findings.filter((finding) => overlaps(finding, span));
      const isGone = covers(touching, span);
      score.labelled += 1;
      score.touched += Number(touching.length > 0);
      score.gone += Number(isGone);
      if (!isGone) miss(span, touching.length > 0 ? 'partly' : 'missed');
    }
    for (const finding of findings) {
      const isRight = labelled.some((span) => overlaps(finding, span));
      if (!isRight && neutral.some((span) => overlaps(finding, span))) continue;
      const score = tally(finding.kind);
      score.found += 1;
      score.right += Number(isRight);
      if (!isRight) miss(finding, 'false');
    }
  }
  const kinds = [...tallies].map(([kind, counts]) => toScore(kind, counts));
  return {
    kinds: kinds.toSorted((a, b) => b.labelled - a.labelled),
    total: total(tallies),
    misses,
  };
}

function total(tallies: ReadonlyMap<string, Tally>): KindScore {
  const sum: Tally = { labelled: 0, touched: 0, gone: 0, found: 0, right: 0 };
  for (const counts of tallies.values()) {
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += counts[key];
  }
  return toScore('all', sum);
}

function toScore(kind: string, { labelled, touched, gone, found, right }: Tally): KindScore {
  const recall = ratio(touched, labelled);
  const precision = ratio(right, found);
  const f1 = recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
  return { kind, labelled, recall, fullRecall: ratio(gone, labelled), found, precision, f1 };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? Number.NaN : part / whole;
}

function overlaps(a: Finding, b: Finding): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether findings, in order, cover a span completely. */
function covers(findings: readonly Finding[], { start, end }: Finding): boolean {
  let at = start;
  for (const finding of findings) if (finding.start <= at) at = Math.max(at, finding.end);
  return at >= end;
}

/** The UTF-16 offset of each code point, and of the end. */
function unitOffsets(text: string): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const char of text) {
    offsets.push(at);
    at += char.length;
  }
  offsets.push(at);
  return offsets;
}
