/**
 * Every limit of the gateway, each with its source. Sizes are in bytes, times in milliseconds
 * unless the name says otherwise.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** A Firestore document, names included. https://firebase.google.com/docs/firestore/quotas */
export const MAX_DOCUMENT_BYTES = 1 * MIB;

/** A Pub/Sub message or publish request. https://cloud.google.com/pubsub/quotas#resource_limits */
export const MAX_MESSAGE_BYTES = 10_000_000;

/**
 * Size at which a message of several logs is closed; a larger log goes alone. In base64 it stays below
 * the 512 KB that Eventarc's quotas allow an event, whether or not they apply to what Pub/Sub pushes:
 * https://cloud.google.com/eventarc/docs/quotas. A worker of 512 MiB may hold 80 messages at once, each
 * several times: encoded, decoded, parsed and as documents.
 */
export const PACKED_MESSAGE_BYTES = 360_000;

/**
 * Logs per message: as many as a worker writes at once, so that even if a write takes as long as it
 * may (20 s), the worker finishes within its 120 s.
 */
export const MAX_LOGS_PER_MESSAGE = 500;

/** An HTTP/1 request to Cloud Run, also once inflated. https://cloud.google.com/run/quotas#request_limits */
export const MAX_REQUEST_BYTES = 32 * MIB;

/**
 * Logs per request. This many are read, checked and published within a few seconds, in at least 200
 * messages.
 */
export const MAX_LOGS_PER_REQUEST = 100_000;

/**
 * Values parsed from one log's JSON, of which 3 bytes (`[],`) become 40 in memory; an object or array
 * with more is kept as its text. More than a document keeps as values ({@link MAX_ATTRIBUTE_COUNT}):
 * a few extra cost little.
 */
export const MAX_LOG_VALUES = 10_000;

/** The same for a whole request: ten for each log of the largest. */
export const MAX_REQUEST_VALUES = 1_000_000;

/** Fields beside the list in an object that wraps logs; with more, the object is a log itself. */
export const MAX_WRAPPER_FIELDS = 8;

/** Nesting depth of JSON that is parsed; attributes have a stricter limit. */
export const MAX_JSON_DEPTH = 32;

/**
 * Values in an OTLP request, counted before they are created: this many JSON separators, or twice as
 * many protobuf varints, of which 2 bytes can become 100 in memory.
 */
export const MAX_OTLP_VALUES = 1_000_000;

/** Unknown fields of a protobuf request, which are kept as attributes. */
export const MAX_UNKNOWN_FIELDS = 100_000;

/** Characters of a stream's labels in Loki's protobuf; longer ones stay one text. Loki allows 15 of 2 KB. */
export const MAX_LABELS_LENGTH = 64 * KIB;

/** Characters of a line of syslog in which structured data is looked for; longer data stays text. */
export const MAX_SYSLOG_DATA_LENGTH = 16 * KIB;

/** Characters of a Seq message template; a longer one is used as the text unrendered. */
export const MAX_TEMPLATE_LENGTH = 64 * KIB;

/** Characters of a log's Datadog tags; longer ones stay one text. Datadog allows 100 of 200. */
export const MAX_TAGS_LENGTH = 32 * KIB;

/**
 * The items of an Elasticsearch bulk response, as JSON: 9,000 with only their status. Clients send
 * 5 MB at once, which is about as many logs of 500 bytes.
 */
export const MAX_ITEMS_BYTES = 240 * KIB;

/** Concatenated requests of a protocol in one body; more are no accident. */
export const MAX_BODIES = 1_000;

/** Items of a bulk request over quota up to which each item is refused by itself. */
export const MAX_REFUSED_ITEMS = 1_000;

/** Size of a bulk request over quota up to which its items are read, to refuse each by itself. */
export const MAX_REFUSED_BYTES = 1 * MIB;

/**
 * How much the records of one Firehose delivery may inflate to: a number of bytes, plus a multiple of
 * what was sent. Each attempt counts as at least `least` bytes, because it costs work even if it fails.
 */
export const MAX_INFLATED_RECORDS = { bytes: 8 * MIB, ratio: 32, least: 256 } as const;

/**
 * All messages of one request. Data sent once may be repeated in each log, such as OTLP's resource: a
 * small body must not become a gigabyte. Logs without a text, which are kept both as text and as
 * attributes, take twice what was sent, and control characters six times.
 */
export const MAX_PACKED_BYTES = 3 * MAX_REQUEST_BYTES;

/**
 * A body that never waits; larger ones share {@link LARGE_BODIES_BYTES}. It may hold 10,000 logs, each
 * of which takes 400 bytes during the work.
 */
export const SMALL_BODY_BYTES = 128 * KIB;

/**
 * Inflated bytes of large bodies that an instance works on at once; others wait. One of the largest
 * takes about 5 times its size in memory, and an instance has 512 MiB.
 */
export const LARGE_BODIES_BYTES = MAX_REQUEST_BYTES;

/**
 * How much of this budget a body counts for, as 13 bytes can be a log: at most a third of it, unless
 * the body itself is larger.
 */
export const LARGE_BODY_WEIGHT = { factor: 8, most: Math.floor(LARGE_BODIES_BYTES / 3) } as const;

/**
 * A body that is read for anything that looks like a key: 80 at once are 5 MiB. One that is larger, or
 * of unknown length, is read only for a live key, and shares {@link UPLOADS_BYTES}.
 */
export const FREE_UPLOAD_BYTES = 64 * KIB;

/**
 * Bytes of larger bodies, as sent, that an instance holds at once: two of the largest, from two
 * tenants. The platform briefly holds each twice.
 */
export const UPLOADS_BYTES = 2 * MAX_REQUEST_BYTES;

/** How long a request may take to arrive before it is cut off; the function itself has no longer. */
export const UPLOAD_TIMEOUT_MS = 60_000;

/** How long a large body waits for its turn before a 503: one of the largest takes a second or two. */
export const LARGE_BODY_WAIT_MS = 20_000;

/** How many times a body may be compressed: by a client, and by proxies on the way. */
export const MAX_COMPRESSED_TIMES = 3;

/** How many times a record may be compressed: by CloudWatch Logs, and again by a delivery stream. */
export const MAX_RECORD_COMPRESSED_TIMES = 2;

/** Frames of zstd in a body, or members of gzip separated by padding. */
export const MAX_COMPRESSED_PARTS = 1_000;

/** How far deflate and gzip can inflate a byte. https://www.zlib.net/zlib_tech.html */
export const MAX_DEFLATE_RATIO = 1032;

/** The same for Snappy, where a copy of 64 bytes takes 3. https://github.com/google/snappy/blob/main/format_description.txt */
export const MAX_SNAPPY_RATIO = 22;

/** Frames of a Snappy stream, of up to 64 KiB each; clients end one with each flush. */
export const MAX_SNAPPY_FRAMES = 100_000;

/**
 * What a log's text and attributes may take in its document; a larger log is split. The text is stored
 * twice, as sent and redacted, and redaction lengthens it to at most 7/5 plus a marker
 * (`redact/limit-growth.ts`), so a log answered with 202 always fits {@link MAX_DOCUMENT_BYTES}. Leaves
 * 24 KiB for all other fields. Calculated by `ingest/reading/document-cost.ts`.
 */
export const DOCUMENT_BUDGET = 1000 * KIB;

/**
 * UTF-16 units of text on either side of a split log's part that its message carries for the redactor,
 * so that it finds secrets across the cut: longer than any key or token it knows.
 */
export const SPLIT_OVERLAP = 16 * KIB;

/** Values in a log's attributes, counted at every depth; bounds how far numbers can grow. */
export const MAX_ATTRIBUTE_COUNT = 512;

/** Nesting depth of attributes. Firestore itself stops at 20. */
export const MAX_ATTRIBUTE_DEPTH = 10;

/**
 * An attribute's name in UTF-8. Firestore stops at 1,500, which a name can reach when redaction
 * lengthens it to 7/5 plus a marker.
 */
export const MAX_ATTRIBUTE_NAME_BYTES = 1_050;

/** Entries in a problem's `errors`: enough for a client to act on, not a page for each wrong field. */
export const MAX_REPORTED_ERRORS = 20;

/**
 * UTF-8 bytes of faults that one answer describes, however many logs are rejected. Further rejected
 * logs are listed without their faults.
 */
export const MAX_FAULT_BYTES_PER_REQUEST = 32 * KIB;

/**
 * Each list of an answer, as JSON: ids, rejected logs. Further entries are counted, not listed, so an
 * answer stays below 256 KiB.
 */
export const MAX_ANSWER_LIST_BYTES = 72 * KIB;

/** How long an instance works on one request before it yields to its others. */
export const TURN_MS = 10;

/** `Retry-After` of a 503, in seconds: a Pub/Sub hiccup is over in a few. */
export const RETRY_AFTER_SECONDS = 5;

/** A message, as delivered, that never waits: 80 at once are 5 MiB. */
export const SMALL_MESSAGE_BYTES = 64 * KIB;

/**
 * Bytes of larger messages, as delivered (base64 in JSON), that a worker processes at once. As
 * measured, each takes 10 to 36 times its size (text of control characters, small attributes), on top
 * of the process's 110 MB; an instance has 512 MiB.
 */
export const MESSAGES_IN_WORK_BYTES = 4 * MIB;

/** How long a message waits for its turn; the worker itself has 120 s for it. */
export const MESSAGE_WAIT_MS = 60_000;

/**
 * One BatchWrite: more documents were no faster. A request may have 10 MiB on the wire, most of which
 * one log may take. https://firebase.google.com/docs/firestore/quotas
 */
export const WRITE_REQUEST = { items: 100, bytes: 4 * MIB } as const;

/** Concurrent Firestore requests for one message. */
export const MAX_CONCURRENT_WRITES = 5;

/** Dead letters of one message that are published concurrently. */
export const MAX_CONCURRENT_PUBLISHES = 100;

/** How long one attempt at a Firestore or Pub/Sub request waits before it is retried. */
export const ATTEMPT_TIMEOUT_MS = 8_000;

/**
 * One publish request, as sent: Pub/Sub allows 1,000 messages and {@link MAX_MESSAGE_BYTES}.
 * https://cloud.google.com/pubsub/quotas
 */
export const PUBLISH_REQUEST = { items: 100, bytes: 4 * MIB } as const;

/**
 * Requests in flight to a service from which further items wait to share the next one, and their
 * longest wait for one of those to be answered: as long as Google's own client batches messages, even
 * with nothing in flight. https://cloud.google.com/pubsub/docs/batch-messaging
 */
export const GROUPED = { underWay: 2, waitMs: 10 } as const;

/**
 * Messages of one request that are published at once: two of the largest publish requests, in base64.
 * While being sent, each is in memory twice, once in base64.
 */
export const PUBLISHED_AT_ONCE = { items: 200, bytes: 6 * MIB } as const;

/** A dead letter's payload in its document; leaves room for the other fields. */
export const MAX_DEAD_LETTER_PAYLOAD_BYTES = 960 * KIB;

/**
 * Maximum instances of a function unless a parameter says otherwise. Firebase's default of 100 exceeds
 * what a new project may have: Cloud Run refuses more than its CPU quota allows, in some regions more
 * than 10. https://cloud.google.com/run/quotas
 */
export const MAX_INSTANCES = 10;

/** For `recordDeadLetters`: its healing rate is divided among them, and idle ones slow it down. */
export const RECORDER_INSTANCES = 4;

/** For `countAlerts`: only one instance at a time counts an alert anyway, and each has few documents. */
export const ALERT_INSTANCES = 4;

/** Deliveries of a message before Pub/Sub forwards it to the dead-letter topic; 5 to 100. */
export const MAX_DELIVERY_ATTEMPTS = 5;

/**
 * If a message older than this fails and Pub/Sub does not count its deliveries, its subscription has
 * no dead-letter policy: with one, the fifth failure comes within some ten minutes of the first delivery.
 */
export const POLICY_DOUBT_MS = 30 * 60_000;

/**
 * Backoff between two deliveries of a message in seconds; it grows from `min` to `max`.
 * https://cloud.google.com/pubsub/docs/handling-failures#exponential_backoff
 */
export const BACKOFF_SECONDS = { min: 10, max: 600 } as const;

/**
 * The same for messages to be recorded as dead letters: after an outage they are redelivered within two
 * minutes, whereas 600 s would be most of the time that healing may take.
 */
export const RECORDER_BACKOFF_SECONDS = { min: 10, max: 120 } as const;

/**
 * Longest pause before an instance reconnects to a Firestore that it lost. gRPC's default is two
 * minutes, for which everything would keep waiting once Firestore is back.
 * https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md
 */
export const MAX_RECONNECT_MS = 10_000;

/**
 * Logs per second that all instances together send back at first. The rate grows by `growth` every
 * `everySeconds`, as Firestore asks: https://cloud.google.com/firestore/docs/best-practices#ramping_up_traffic
 * `most` leaves workers for fresh logs.
 */
export const HEALING_RATE = { first: 500, growth: 1.5, everySeconds: 300, most: 10_000 } as const;

/**
 * The part of this for one shard of a tenant: half of the 500 writes per second that an index of rising
 * times takes, which leaves the other half to fresh logs. https://firebase.google.com/docs/firestore/quotas#soft_limits
 */
export const HEALING_RATE_PER_SHARD = 250;

/** How long a call waits for a letter's turn to be sent back; after that the letter is redelivered. */
export const HEALING_WAIT_MS = 5_000;

/**
 * Calls of an instance that may wait for their own tenant's turn while others could go: half of Cloud
 * Run's default concurrency of 80, so a tenant above its ceiling keeps nobody out.
 * https://cloud.google.com/run/docs/about-concurrency
 */
export const MAX_WAITING_FOR_TENANT = 40;

/** Round 3 and later wait this many times as long as round 2. */
export const LATE_ROUND_FACTOR = 6;

/** How long the document of a healed letter is kept for reference. */
export const HEALED_LETTER_DAYS = 7;

/**
 * How long a subscription waits for an acknowledgement before it redelivers. Pub/Sub's maximum, and
 * longer than any function here may run, so no message is redelivered while it is being processed.
 */
export const ACK_DEADLINE_SECONDS = 600;

/** How long Pub/Sub keeps unacknowledged messages. Eventarc's default is one day. */
export const MESSAGE_RETENTION_SECONDS = 7 * 24 * 60 * 60;

/** How long a cached key or tenant is used before it is read again. */
export const DIRECTORY_TTL_MS = 60_000;

/** Keys, and as many tenants, that an instance caches; bounds its memory. */
export const MAX_REMEMBERED = 10_000;

/**
 * Unknown keys that an instance looks up per minute; anybody can make up keys with a valid checksum. If
 * more come, it reads which keys exist (`tenants/key-roster.ts`), so that no owner is shut out, and
 * looks up no others.
 */
export const MAX_UNKNOWN_KEYS_PER_MINUTE = 600;

/** Keys that an instance then reads, once and with a read each; they take 25 MB. */
export const MAX_ROSTER_KEYS = 100_000;

/** Keys of the roster that one query reads. */
export const ROSTER_PAGE = 1_000;

/** How long the roster is used before newer keys are queried: 12 reads per minute. */
export const ROSTER_FRESH_MS = 5_000;

/** How much later than other keys of the same time a key may become visible to a query. */
export const ROSTER_OVERLAP_MS = 10_000;

/** `Retry-After` for a key that is not in the roster, in seconds: it may have just been created. */
export const UNKNOWN_KEY_RETRY_SECONDS = 10;

/** Keys that are looked up in one request. */
export const KEY_REQUEST = { items: 100, bytes: 64 * KIB } as const;

/** Longest token that is verified: Google's have about 1,200 characters. */
export const MAX_TOKEN_LENGTH = 4_096;

/** How long an instance waits for Google's certificates, which it fetches every few hours. */
export const TOKEN_TIMEOUT_MS = 5_000;

/** Longest wait for Firestore while a request waits for its admission. */
export const ADMISSION_TIMEOUT_MS = 2_000;

/** Longest wait for Firestore while a log is looked up. */
export const STATUS_TIMEOUT_MS = 10_000;

/** How long an instance relies on its cache before it tries an unreachable Firestore again. */
export const DIRECTORY_COOLDOWN_MS = 5_000;

/**
 * Share of a quota that an instance leases at once, first and at most: it doubles with each lease. So
 * 25 leases per minute use up a quota, and a hundred instances that have just started, or that get an
 * occasional request, do not hold what others need.
 */
export const QUOTA_LEASE_SHARE = { first: 0.005, most: 0.05 } as const;

/** Share of a quota that an instance grants per minute on its own while Firestore is unreachable. */
export const QUOTA_LOCAL_SHARE = 0.1;

/** A tenant's own redaction patterns: each one runs over every text. */
export const MAX_OWN_PATTERNS = 20;

/** Characters of such a pattern. */
export const MAX_OWN_PATTERN_LENGTH = 200;

/** Characters of an API key's label: a line of a table. */
export const MAX_KEY_LABEL_LENGTH = 100;

/** Longest wait for Firebase Auth to identify an admin during a call. */
export const AUTH_TIMEOUT_MS = 10_000;

/**
 * Longest search in the retention for a letter that is too large for its document while an admin
 * waits; the web SDK gives up a call after 70 s, the function after 60.
 */
export const REPLAY_TIMEOUT_MS = 45_000;

/**
 * Terms per log: each is an index entry of about 170 bytes. Firestore stops at 40,000 entries per
 * document; this limit is about cost. A log of 500 bytes has about 90.
 */
export const MAX_TERMS = 400;

/** `name=value` pairs of attributes among these, so that words keep their share. */
export const MAX_PAIR_TERMS = 150;

/**
 * UTF-16 units of a term; only the beginning of a longer word or value is indexed. At most 3 bytes
 * each, far below the 1,500 bytes at which Firestore cuts an indexed value.
 */
export const MAX_TERM_LENGTH = 128;

/** UTF-16 units of a query: what a person types or an address carries. */
export const MAX_QUERY_LENGTH = 4_000;

/** Words, fields and brackets of a query, counted together. */
export const MAX_QUERY_PARTS = 200;

/** Characters of a number in a query, or of a value that it is compared with. */
export const MAX_NUMBER_LENGTH = 100;

/** Nesting depth of brackets and negations. */
export const MAX_QUERY_DEPTH = 20;

/**
 * Disjunctions of one Firestore query in disjunctive normal form.
 * https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries
 */
export const MAX_DISJUNCTIONS = 30;

/** Firestore queries that one search runs at once. */
export const MAX_SEARCH_QUERIES = 16;

/** Shards of a tenant: 10,000 writes per second, and as many conditions as one search can query. */
export const MAX_SHARDS = 20;

/** Where a count stops: Firestore bills one read for up to 1,000 index entries. */
export const COUNT_CAP = 1_000;

/** Documents that a search reads before it asks whether to go on. */
export const SEARCH_READS = 1_000;

/** Reads for a histogram's counts, plus one for every further 1,000 logs in a count. */
export const HISTOGRAM_READS = 96;

/** Saved searches of a tenant: what a menu shows, and what `saveSearch` reads to count them. */
export const MAX_SAVED_SEARCHES = 100;

/** Characters of a saved search's name: a line of a menu. */
export const MAX_SEARCH_NAME_LENGTH = 100;

/** A tenant that sent nothing back for this long leaves its half of {@link HEALING_RATE} to others. */
export const HEALING_ACTIVE_MS = 60_000;

/** Characters of the id under which a log with a taken `log_id` is replayed. */
export const MAX_RENEWED_ID_LENGTH = 128;

/** Stack frames in an event: enough to find the place. */
export const MAX_STACK_FRAMES = 15;

/** Characters of an error's name in an event. */
export const MAX_ERROR_NAME_LENGTH = 64;

/** Layers of escapes that the redactor reads: `%252540` has three. */
export const MAX_ESCAPE_LAYERS = 4;

/** Passes of the redactor over a text: removing a neighbour can turn the rest into a number; two are rare. */
export const MAX_REDACTION_PASSES = 4;

/** Deeper attributes are redacted as a whole. The intake accepts less depth, and no store this much. */
export const MAX_REDACTED_DEPTH = 100;

/** Plans by terms that a search counts before it chooses. */
export const MAX_COUNTED_PLANS = 4;

/** Up to this many logs with more words than are indexed are scanned by every search by terms. */
export const MAX_CUT_LOGS = 100;

/** Documents that a search requests from one query at once. */
export const MAX_SEARCH_PAGE = 500;

/** The same for a first page whose logs are yet to be checked, if there are this many. */
export const FIRST_SEARCH_PAGE = 100;

/** How far ahead a log's time may be: a client's clock may be wrong, or in a different zone than stated. */
export const MAX_AHEAD_SECONDS = 86_400;

/** Characters of a time: no known form is longer, `[America/Argentina/Buenos_Aires]` at its end included. */
export const MAX_TIME_LENGTH = 80;

/** A document's id. https://firebase.google.com/docs/firestore/quotas#limits */
export const MAX_LOG_ID_BYTES = 1_500;

/** The value of a Pub/Sub message's attribute. https://cloud.google.com/pubsub/quotas#resource_limits */
export const MAX_MESSAGE_ATTRIBUTE_BYTES = 1024;

/** Days after which a tenant's logs expire: a hundred years. */
export const MAX_RETENTION_DAYS = 36_500;

/** Live keys of a tenant: the old and the new one while clients switch over. */
export const MAX_LIVE_KEYS = 2;

/** Service accounts of a tenant whose tokens are accepted. */
export const MAX_LIVE_ACCOUNTS = 20;

/** Repairs reported for one log; more than one of each word fits. */
export const MAX_REPAIRS = 20;

/** UTF-16 units of a pointer; a longer one is cut back to a parent that fits. */
export const MAX_POINTER_LENGTH = 128;

/** How long a browser may cache that its page may send; Chromium's maximum. */
export const CORS_MAX_AGE_SECONDS = 7_200;

/** Nesting depth of OTLP's JSON: each of its own levels takes four of JSON. */
export const MAX_OTLP_JSON_DEPTH = 96;

/** Repairs of one body that are reported with the records they belong to. */
export const MAX_OTLP_REPAIRS = 1_000;

/** Nesting depth to which msgpack is decoded, recursively; attributes have a stricter limit. */
export const MAX_MSGPACK_DEPTH = 256;

/** Nesting depth to which msgpack is skipped, so that what follows can be read: 8 bytes a level. */
export const MAX_MSGPACK_SKIPPED_DEPTH = 100_000;

/** Nested arrays around the logs of a truncated body; fluentd's forward protocol has a list in an array. */
export const MAX_MSGPACK_LISTS = 3;

/** How long the metadata server may take to return a token; it is on the same machine. */
export const METADATA_TIMEOUT_MS = 5_000;

/** Sockets idle for this long are closed: hosts in between may have dropped the connection. */
export const IDLE_SOCKET_MS = 60_000;

/** Sockets to one Google service: as many as an instance has requests at once, with room for those of several writes. */
export const MAX_SOCKETS = 256;

/** Longest pause before an overtaken lease of a quota is tried again. */
export const LEASE_PAUSE_MS = 100;

/** Instances' clocks differ by less; a quota minute further ahead was written by a wrong clock. */
export const MAX_LEASE_AHEAD_MINUTES = 2;

/** How long a pull of the dead letters' retention may wait for messages. */
export const PULL_TIMEOUT_MS = 5_000;

/** Ids in one request that releases pulled messages; it may have 512 KiB. */
export const MAX_RELEASED_IDS = 500;

/** How long a pulled message stays hidden from other readers if this one dies before releasing it. */
export const RETENTION_HOLD_SECONDS = 60;

/** Long enough for another reader to pull what this one released; at most twice as long. */
export const RETENTION_STEP_BACK_MS = 500;

/** How often a `writeEach` sends writes that another write or a closing server cut off. */
export const MAX_WRITE_ATTEMPTS = 3;

/** Dead letters of one id that a status looks at; more than one only where the id was used again. */
export const MAX_STATUS_LETTERS = 10;

/** Values for one `in`: https://firebase.google.com/docs/firestore/query-data/queries#in_and_array-contains-any */
export const MAX_IN_VALUES = 30;

/** Alerts of a tenant: the worker's speed is measured with this many (`npm run bench -- alerts`). */
export const MAX_ALERTS = 20;

/** UTF-16 units of an alert's query: a tenant's document holds all of them. */
export const MAX_ALERT_QUERY_LENGTH = 1_000;

/** Characters of an alert's name: a line of a table, and the subject of a mail. */
export const MAX_ALERT_NAME_LENGTH = 100;

/** Where the notices of one alert go. */
export const MAX_ALERT_TARGETS = 5;

/** Logs that an alert waits for: each may be a document until it fires. */
export const MAX_ALERT_MATCHES = 10_000;

/** Minutes within which they have to arrive: a day. */
export const MAX_ALERT_MINUTES = 1_440;

/** Minutes without a log, and between two notices of an alert: a week. */
export const MAX_ALERT_QUIET_MINUTES = 10_080;

/** Minutes that an alert may be silenced for at once: four weeks. */
export const MAX_SILENCE_MINUTES = 40_320;

/** Logs that a notice shows. */
export const MAX_NOTICE_LINES = 5;

/** UTF-16 units of each; Discord allows 2,000 in total, Slack 3,000 per block. */
export const MAX_NOTICE_LINE_LENGTH = 300;

/** A notice to one target, from its name to the end of the answer. */
export const NOTICE_TIMEOUT_MS = 10_000;

/** Bytes of the response to a notice that are read; the rest is cut off, and nothing is kept. */
export const MAX_NOTICE_ANSWER_BYTES = 64 * KIB;

/** Timeout of one DNS query for a target's name, in milliseconds, and how often it is tried. */
export const NAME_LOOKUP = { timeout: 2_000, tries: 2 } as const;

/** A mail address: https://www.rfc-editor.org/errata/eid1690 */
export const MAX_MAIL_ADDRESS_LENGTH = 254;

/**
 * Attempts at one target before a notice is `failed` and waits for a replay. Pub/Sub backs off from 10 s
 * to at most 10 minutes, so the last attempt is some three quarters of an hour after the first.
 */
export const MAX_NOTICE_ATTEMPTS = 10;

/** Tenants whose compiled alerts an instance keeps: each has at most a few hundred closures. */
export const MAX_REMEMBERED_ALERT_SETS = 1_000;

/** How long a match is kept after it stops counting: until it is deleted, queries just skip it. */
export const MATCH_KEPT_MS = 24 * 60 * 60_000;

/** Alerts on missing logs that one check handles; the rest wait for the next, a minute later. */
export const MAX_DUE_ALERTS = 1_000;

/** How many of these are checked at once. */
export const MAX_CONCURRENT_CHECKS = 20;

/** How often one message evaluates an alert at most, if it is changed or fires meanwhile. */
export const MAX_COUNT_ROUNDS = 4;

/** UTF-16 units of a notice's target address or routing key. */
export const MAX_TARGET_ADDRESS_LENGTH = 2_048;

/** Pause between two tests of an alert, so that nobody is flooded through it. */
export const TEST_PAUSE_SECONDS = 10;

/** How long a webhook's old signing secret keeps signing alongside the new one. */
export const OLD_SECRET_HOURS = 24;

/** Old secrets of a webhook that may sign at once: each adds 48 characters to a header. */
export const MAX_OLD_SECRETS = 5;

/**
 * Notices of one tenant that an instance sends at once: a quarter of the 80 calls that Cloud Run gives
 * it, so that one tenant's slow receivers do not delay the others. All alerts of a tenant firing
 * together want {@link MAX_ALERTS} times {@link MAX_ALERT_TARGETS}, 100.
 */
export const MAX_NOTICES_OF_TENANT = 20;

/** For `sendNotices`: each waits for third-party servers, and handles up to 80 notices at once. */
export const NOTICE_INSTANCES = 4;

/** Characters of the link in a notice; Discord and PagerDuty allow 2,048. */
export const MAX_NOTICE_LINK_LENGTH = 2_000;
