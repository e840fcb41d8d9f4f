import { type Faker, faker } from '@faker-js/faker';

/**
 * Ordinary log lines without personal data but for addresses of the Internet: what must be left
 * alone. Made after the formats of the programs named; the same seed gives the same lines.
 */
export const LOG_FORMATS = {
  syslog: (f) =>
    `${month(f)} ${String(f.number.int({ min: 1, max: 28 })).padStart(2)} ${clock(f)} ${host(f)} ` +
    f.helpers.arrayElement([
      `sshd[${pid(f)}]: Failed password for invalid user ${word(f)} from ${f.internet.ipv4()} port ${port(f)} ssh2`,
      `kernel: [${f.number.int(9_999_999)}.${digits(f, 6)}] EXT4-fs (sda${f.number.int(9)}): re-mounted. Opts: errors=remount-ro. Quota mode: none.`,
      `systemd[1]: Started Session ${f.number.int(99_999)} of user ${word(f)}.`,
      `CRON[${pid(f)}]: (root) CMD (test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily ))`,
      `dhclient[${pid(f)}]: DHCPREQUEST on eth0 to ${f.internet.ipv4()} port 67 (xid=0x${hex(f, 8)})`,
      `kernel: cpu ${columns(f, 8)}`,
    ]),
  access: (f) =>
    `${f.internet.ipv4()} - - [${f.number.int({ min: 10, max: 28 })}/${month(f)}/2026:${clock(f)} +0000] ` +
    `"${f.internet.httpMethod()} /${word(f)}/${f.number.int(9_999_999)}?page=${f.number.int(500)}&ts=${epochMs(f)} HTTP/1.1" ` +
    `${f.internet.httpStatusCode()} ${f.number.int(999_999)} "-" "${f.internet.userAgent()}" ${f.number.float({ max: 2, fractionDigits: 3 })}`,
  json: (f) =>
    JSON.stringify({
      ts: f.helpers.arrayElement([iso(f), epochMs(f), epochMs(f) / 1000]),
      level: level(f).toLowerCase(),
      msg: message(f),
      trace_id: hex(f, 32),
      span_id: hex(f, 16),
      request_id: f.string.uuid(),
      duration_ms: f.number.float({ max: 5000, fractionDigits: 3 }),
      order_id: f.number.int({ min: 1e9, max: 9e15 }),
      status: f.internet.httpStatusCode(),
      max_tokens: f.number.int(4096),
      token_count: f.number.int(99_999),
      author: word(f),
    }),
  stack: (f) =>
    f.helpers.arrayElement([
      `${iso(f)} ERROR [http-nio-8080-exec-${f.number.int(200)}] c.a.${word(f)}.Service : java.lang.IllegalStateException: ${message(f)}`,
      `\tat com.acme.${word(f)}.Handler.handle(Handler.java:${f.number.int(2000)})`,
      `\tat org.springframework.web.method.support.InvocableHandlerMethod.invoke(InvocableHandlerMethod.java:${f.number.int(999)}) ~[spring-web-6.1.${f.number.int(20)}.jar!/:6.1.${f.number.int(20)}]`,
      `  File "/usr/lib/python3.11/site-packages/${word(f)}/core.py", line ${f.number.int(3000)}, in ${word(f)}`,
      `    at process.processTicksAndRejections (node:internal/process/task_queues:${f.number.int(200)}:${f.number.int(40)})`,
      `goroutine ${f.number.int(99_999)} [running]: main.main() /app/main.go:${f.number.int(900)} +0x${hex(f, 3)}`,
    ]),
  k8s: (f) =>
    `${f.helpers.arrayElement(['I', 'W', 'E'])}${digits(f, 4, 1)} ${clock(f)}.${digits(f, 6)} ${String(f.number.int(9_999_999)).padStart(7)} ${word(f)}.go:${f.number.int(2000)}] ` +
    f.helpers.arrayElement([
      `"Pod status updated" pod="${word(f)}/${word(f)}-${hex(f, 10)}-${hex(f, 5)}" statusVersion=${f.number.int(99)} resourceVersion="${f.number.int(999_999_999)}"`,
      `Successfully pulled image "registry.local/${word(f)}:v1.${f.number.int(30)}.${f.number.int(9)}@sha256:${hex(f, 64)}" in ${f.number.float({ max: 30, fractionDigits: 9 })}s`,
      `MountVolume.SetUp succeeded for volume "pvc-${f.string.uuid()}" cpu=${f.number.int(4000)}m memory=${f.number.int(8000)}Mi`,
    ]),
  hadoop: (f) =>
    f.helpers.arrayElement([
      `${digits(f, 6, 1)} ${digits(f, 6)} ${f.number.int(9999)} INFO dfs.DataNode$PacketResponder: Received block blk_${f.helpers.arrayElement(['', '-'])}${digits(f, 19, 1)} of size ${f.number.int(67_108_864)} from /${f.internet.ipv4()}`,
      `${iso(f).replace('T', ' ').replace('.', ',').slice(0, 23)} INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created MRAppMaster for application appattempt_${epochMs(f)}_${digits(f, 4)}_${digits(f, 6)}`,
      `17/06/09 ${clock(f)} INFO storage.MemoryStore: Block broadcast_${f.number.int(99)}_piece0 stored as bytes in memory (estimated size ${f.number.float({ max: 99, fractionDigits: 1 })} KB, free ${f.number.int(400)}.${f.number.int(9)} KB)`,
      `- ${epoch(f)} 2005.11.09 dn${f.number.int(999)} Nov 9 ${clock(f)} dn${f.number.int(999)}/dn${f.number.int(999)} crond(pam_unix)[${pid(f)}]: session closed for user root`,
    ]),
  device: (f) =>
    f.helpers.arrayElement([
      `03-17 ${clock(f)}.${digits(f, 3)}  ${pid(f)}  ${pid(f)} D PowerManagerService: release:lock=${f.number.int(999_999_999)}, flg=0x0, tag="${word(f)}", name=android", ws=null, uid=${f.number.int(20_000)}, pid=${pid(f)}`,
      `20171223-${clock(f)}:${digits(f, 3)}|Step_LSC|${digits(f, 8, 1)}|onStandStepChanged ${f.number.int(9999)}`,
      `2016-09-28 ${clock(f)}, Info CBS Loaded Servicing Stack v6.1.7601.${f.number.int(30_000)} with Core: C:\\Windows\\winsxs\\amd64_microsoft-windows-servicingstack_${hex(f, 16)}_6.1.7601.${f.number.int(30_000)}_none_${hex(f, 16)}\\cbscore.dll`,
      `sensor ${f.number.int(99)} lat=${f.location.latitude({ precision: 6 })} lon=${f.location.longitude({ precision: 6 })} alt=${f.number.float({ max: 900, fractionDigits: 2 })} t=${epoch(f)}.${digits(f, 6)}`,
    ]),
  database: (f) =>
    f.helpers.arrayElement([
      `${iso(f).replace('T', ' ').slice(0, 23)} UTC [${pid(f)}] LOG:  duration: ${f.number.float({ max: 9999, fractionDigits: 3 })} ms  statement: SELECT * FROM ${word(f)} WHERE id = ${f.number.int(999_999_999)} LIMIT 100 OFFSET ${f.number.int(99_999)}`,
      `${pid(f)}:M ${f.number.int({ min: 10, max: 28 })} ${month(f)} 2026 ${clock(f)}.${digits(f, 3)} * ${f.number.int(99_999)} changes in 60 seconds. Saving...`,
      `[${iso(f)}][WARN ][o.e.m.j.JvmGcMonitorService] [${host(f)}] [gc][${f.number.int(999_999)}] overhead, spent [${f.number.int(999)}ms] collecting in the last [1s]`,
      `# Query_time: ${f.number.float({ max: 9, fractionDigits: 6 })}  Lock_time: 0.000${digits(f, 3)} Rows_sent: ${f.number.int(99_999)}  Rows_examined: ${f.number.int(9_999_999)}`,
    ]),
  build: (f) =>
    f.helpers.arrayElement([
      `commit ${hex(f, 40)} Merge pull request #${f.number.int(9999)} from acme/${word(f)}-${digits(f, 4, 1)}`,
      `npm http fetch GET 200 https://registry.npmjs.org/${word(f)}/-/${word(f)}-${f.system.semver()}.tgz ${f.number.int(4000)}ms (cache miss)`,
      `status installed ${word(f)}:amd64 ${f.number.int(9)}.${f.number.int(40)}.${f.number.int(9)}-${f.number.int(9)}ubuntu${f.number.int(9)}.${f.number.int(9)}`,
      `Step ${f.number.int(40)}/40 : RUN curl -fsSL https://example.org/v${f.system.semver()}/install.sh # ${hex(f, 12)}`,
      `Range: bytes ${f.number.int({ min: 200, max: 999 })}-${f.number.int({ min: 1000, max: 9999 })}/${f.number.int(99_999)}`,
      `invoice INV-2026-${digits(f, 6)} total 1,${digits(f, 3)}.${digits(f, 2)} EUR, order ${f.number.int({ min: 1e7, max: 1e9 })}, ${f.number.int(99)} items`,
    ]),
} as const satisfies Record<string, (f: Faker) => string>;

export type LogFormat = keyof typeof LOG_FORMATS;

/** `count` lines, of each format in turn or of one. */
export function logLines(count: number, seed = 1, format?: LogFormat): string[] {
  faker.seed(seed);
  faker.setDefaultRefDate('2026-01-15T10:30:00.000Z');
  const makers = format === undefined ? Object.values(LOG_FORMATS) : [LOG_FORMATS[format]];
  return Array.from({ length: count }, (_, index) => makers[index % makers.length]?.(faker) ?? '');
}

const MESSAGES = [
  'upstream timed out (110: Connection timed out) while reading response header',
  'call to inventory took 1534 ms, retrying in 500 ms',
  'cache miss for key user:profile:88213',
  'Unexpected token: ) at position 4412',
  'user logged in from mobile app build 20260115',
  'Invalid password: must be at least 12 characters',
  'phone verification skipped, number of attempts 3 of 5',
  'received 4096 bytes in 12 chunks, 0 errors',
  'method call 42 finished with code 0 after 1234567 ns',
  'rate limit reached: 120000 of 120000 requests, reset in 12 s',
  'retry 3/5 of job 20260115-103000-001',
  'contact sync done: 1204 contacts in 3500 ms',
];

function message(f: Faker): string {
  return f.helpers.arrayElement(MESSAGES);
}

function word(f: Faker): string {
  return f.hacker.noun().replaceAll(/\W/g, '');
}

function host(f: Faker): string {
  return `${word(f)}-${f.number.int(99)}`;
}

function hex(f: Faker, length: number): string {
  return f.string.hexadecimal({ length, casing: 'lower', prefix: '' });
}

function digits(f: Faker, length: number, first = 0): string {
  const rest = f.string.numeric({ length, allowLeadingZeros: true });
  return first === 0 ? rest : `${f.number.int({ min: first, max: 9 })}${rest.slice(1)}`;
}

function pid(f: Faker): number {
  return f.number.int({ min: 100, max: 65_535 });
}

function port(f: Faker): number {
  return f.number.int({ min: 1024, max: 65_535 });
}

function level(f: Faker): string {
  return f.helpers.arrayElement(['DEBUG', 'INFO', 'WARN', 'ERROR']);
}

function month(f: Faker): string {
  return f.date.month({ abbreviated: true });
}

function iso(f: Faker): string {
  return f.date.recent({ days: 300 }).toISOString();
}

function clock(f: Faker): string {
  return iso(f).slice(11, 19);
}

function epoch(f: Faker): number {
  return Math.floor(epochMs(f) / 1000);
}

function epochMs(f: Faker): number {
  return f.date.recent({ days: 300 }).getTime();
}

function columns(f: Faker, count: number): string {
  return Array.from({ length: count }, () =>
    f.number.int(f.helpers.arrayElement([9, 999, 9999, 999_999])),
  ).join(' ');
}
