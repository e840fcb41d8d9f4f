/** Characters that issuers build keys from. */
const ALPHABETS = {
  letters: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  digits: '0123456789',
} as const;

/** Words with spaces and lines between them. */
function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

/**
 * Formats as their issuers and public scanners describe them: fixed text, and `{alphabet:count}`
 * where the format has random characters. Written down apart from the detector's own table.
 */
export const FORMATS: readonly string[] = words(`
  AKIA{upper:16} ASIA{upper:16} ABSK{letters:132} A3TX{upper:16} ghp_{letters:36}
  gho_{letters:36} ghu_{letters:36} ghs_{letters:36} ghr_{letters:36}
  github_pat_{letters:22}_{letters:59} glpat-{letters:20} gldt-{letters:20}
  glrt-{letters:20} glptt-{hex:40} glcbt-1a_{letters:20} glsoat-{letters:20}
  glffct-{letters:20} glft-{letters:20} glimt-{letters:25} glagent-{letters:50}
  gloas-{letters:64} GR1348941{letters:20} glpat-{letters:27}.01.{lower:9}
  ATATT3{letters:186} xoxb-{digits:12}-{digits:12}-{letters:24}
  xoxp-{digits:12}-{digits:12}-{digits:12}-{hex:32} xoxa-2-{letters:30} xoxs-1-2-3-{hex:40}
  xapp-1-{upper:11}-{digits:13}-{hex:64} xoxe.xoxp-1-{upper:163} xoxe-1-{upper:146}
  sk_live_{letters:24} sk_test_{letters:99} rk_live_{letters:24} whsec_{letters:32}
  AIza{letters:35} ya29.{letters:60} GOCSPX-{letters:28} 1//0{letters:60} npm_{letters:36}
  pypi-AgEIcHlwaS5vcmc{letters:80} rubygems_{hex:48} CLOJARS_{lower:60}
  sk-{letters:20}T3BlbkFJ{letters:20} sk-proj-{letters:74}T3BlbkFJ{letters:74}
  sk-ant-api03-{letters:93}AA sk-ant-admin01-{letters:93}AA gsk_{letters:52}
  xai-{letters:80} pplx-{letters:48} hf_{letters:34} api_org_{letters:34} r8_{letters:37}
  dapi{hex:32} SG.{letters:22}.{letters:43} SK{hex:32} AC{hex:32}
  xkeysib-{hex:64}-{letters:16} key-{hex:32} {hex:32}-us21 {hex:32}-us5 dop_v1_{hex:64}
  doo_v1_{hex:64} K10{hex:64}::server:{hex:32} dor_v1_{hex:64} hvs.{letters:95} hvb.{letters:150}
  {letters:14}.atlasv1.{letters:67} dp.pt.{letters:43} HRKU-AA{letters:58} fo1_{letters:43}
  fm2_{letters:120} pscale_tkn_{letters:43} pscale_oauth_{letters:43} pscale_pw_{letters:43}
  sbp_{hex:40} pul-{hex:40} ico-{letters:32} tk-us-{letters:48} sha256~{letters:43}
  pnu_{letters:36} pat.{letters:22}.{letters:24}.{letters:20} dnkey-{lower:26}-{lower:52}
  API-{upper:26} AKCp{letters:69} cmVmd{letters:59} LTAI{letters:20} AQVN{letters:36}
  sgp_{hex:40} sgp_local_{hex:40} squ_{lower:40} sqp_{lower:40} PMAK-{hex:24}-{hex:34}
  rdme_{lower:70} glsa_{letters:32}_{hex:8} glc_{letters:64} eyJrIjoi{letters:80}
  sntrys_eyJpYXQiO{letters:120}_{letters:43} sntryu_{hex:64} NRAK-{upper:27}
  NRII-{letters:32} NRJS-{hex:19} dt0c01.{upper:24}.{upper:64} lin_api_{letters:40}
  ntn_{digits:11}{letters:35} figd_{letters:40} pat{letters:14}.{hex:64}
  A3-{upper:6}-{upper:11}-{upper:5}-{upper:5}-{upper:5} ops_eyJ{letters:260}
  AGE-SECRET-KEY-1{upper:58} fio-u-{letters:64} s-s4t2ud-{hex:64} sm_aat_{letters:16}
  sm_pat_{letters:16} {letters:6}_{letters:29}_mmk p8e-{letters:32} shpat_{hex:32}
  shpca_{hex:32} shppa_{hex:32} shpss_{hex:32} sq0atp-{letters:22} sq0csp-{letters:43}
  EAAA{letters:60} EAAC{letters:120} FLWSECK_TEST-{hex:32}-X shippo_live_{hex:40}
  EZAK{letters:54} EZTK{letters:54} duffel_test_{letters:43} live_{letters:40} test_{hex:35}
  access-sandbox-{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12} tfp_{letters:59}
  pk.{letters:60}.{letters:22} sl.{letters:135} b_{letters:44} {digits:9}:AA{letters:33}
  {digits:10}:AA{letters:33} M{letters:23}.{letters:6}.{letters:27}
  N{letters:25}.{letters:6}.{letters:38} {letters:3}8Q~{letters:34} 4b1d{letters:38}
  {digits:15}|{letters:27} dckr_pat_{letters:27} v1.0-{hex:24}-{hex:146}
  AAAA{letters:7}:{letters:140} eyJ{letters:30}.eyJ{letters:60}.{letters:43}
  ZXlK{letters:120} t1.{letters:60}.{letters:86}
`);

/** What loggers write around a key. */
export const SURROUNDINGS: Readonly<Record<string, (key: string) => string>> = {
  'by itself': (key) => `using ${key} for it`,
  'in JSON': (key) => JSON.stringify({ level: 'info', note: key, n: 1 }),
  'in a query': (key) => `GET /v1/x?a=1&t=${key}&n=2 200`,
  'after Bearer': (key) => `Authorization: Bearer ${key}`,
  'as a variable': (key) => `SOME_VALUE=${key}`,
};

/** A key of a format, of random characters: `random` gives numbers from 0 up to 1. */
export function keyOf(format: string, random: () => number): string {
  return format.replaceAll(/\{(\w+):(\d+)\}/g, (_, name: keyof typeof ALPHABETS, count: string) => {
    const alphabet = ALPHABETS[name];
    return Array.from(
      { length: Number(count) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join('');
  });
}

/** Whether any four characters in a row of a key's random part are still in a text. */
export function isLeaked(key: string, redacted: string): boolean {
  for (let from = Math.floor(key.length / 2); from + 4 <= key.length; from++) {
    if (redacted.includes(key.slice(from, from + 4))) return true;
  }
  return false;
}

/** Numbers from 0 up to 1, the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
