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
 * Where a message of several logs is closed; a log that is larger by itself goes alone. In base64
 * it stays below the 512 KB that Eventarc's quotas name for an event, whether or not they hold for
 * what Pub/Sub pushes: https://cloud.google.com/eventarc/docs/quotas. A worker of 512 MiB may hold 80
 * messages at once, each several times: encoded, decoded, parsed and as documents.
 */
export const PACKED_MESSAGE_BYTES = 360_000;

/**
 * Logs of one message: as many as a worker writes at once, so that even where a write takes as long
 * as it may (20 s), it is done within its 120 s.
 */
export const MAX_LOGS_PER_MESSAGE = 500;

/** An HTTP/1 request to Cloud Run, also once inflated. https://cloud.google.com/run/quotas#request_limits */
export const MAX_REQUEST_BYTES = 32 * MIB;

/**
 * Logs of one request. As many are read, checked and published within a few seconds, in 200
 * messages at least.
 */
export const MAX_LOGS_PER_REQUEST = 100_000;

/**
 * Values in the objects and arrays of one log that are made of its JSON, of which 3 bytes (`[],`)
 * become 40 in memory; what holds more is kept as its text. More than a document keeps as values
 * ({@link MAX_ATTRIBUTE_COUNT}): a few further ones cost little.
 */
export const MAX_LOG_VALUES = 10_000;

/** The same of a whole request: ten for each of the most logs. */
export const MAX_REQUEST_VALUES = 1_000_000;

/** Objects and arrays inside one another, in what is parsed; attributes have a stricter bound. */
export const MAX_JSON_DEPTH = 32;

/**
 * Values in an OTLP request, counted before they are made: as many JSON separators, or twice as
 * many varints of protobuf, of which 2 bytes can become 100 in memory.
 */
export const MAX_OTLP_VALUES = 1_000_000;

/** A stream's labels in Loki's protobuf, in characters; longer ones stay one text. Loki takes 15 of 2 KB. */
export const MAX_LABELS_LENGTH = 64 * KIB;

/** Characters of a line of syslog in which structured data is looked for; longer data stays text. */
export const MAX_SYSLOG_DATA_LENGTH = 16 * KIB;

/** A message template of Seq in characters; a longer one is the text as it is. */
export const MAX_TEMPLATE_LENGTH = 64 * KIB;

/** A log's tags in Datadog's form, in characters; longer ones stay one text. Datadog takes 100 of 200. */
export const MAX_TAGS_LENGTH = 32 * KIB;

/**
 * The items of a bulk answer of Elasticsearch, as JSON: 9,000 with no more than their status. Clients
 * send 5 MB at once, of logs of 500 bytes as many.
 */
export const MAX_ITEMS_BYTES = 240 * KIB;

/** Requests of a protocol one after another in one body; more are no accident. */
export const MAX_BODIES = 1_000;

/** Items of a bulk request over its quota, so that each is refused by itself. */
export const MAX_REFUSED_ITEMS = 1_000;

/** A bulk request over its quota whose items are read, so that each is refused by itself. */
export const MAX_REFUSED_BYTES = 1 * MIB;

/** What the compressed records of one Firehose delivery inflate to, at most: so much, and of what was sent. */
export const MAX_INFLATED_RECORDS = { bytes: 8 * MIB, ratio: 32 } as const;

/**
 * Messages of one request together. What is sent once may be in each of its logs, such as the resource
 * of OTLP: a small body must not become a gigabyte. Logs without a text, which are kept as text and as
 * attributes, take twice what was sent, and control characters six times.
 */
export const MAX_PACKED_BYTES = 3 * MAX_REQUEST_BYTES;

/**
 * A body that waits for nobody; what is larger shares {@link LARGE_BODIES_BYTES}. It may hold 10,000
 * logs, of 400 bytes each while it is in work.
 */
export const SMALL_BODY_BYTES = 128 * KIB;

/**
 * Bytes of large bodies, inflated, that an instance works on at once; further ones wait. One of the
 * largest takes about 5 times as much in memory, and an instance has 512 MiB.
 */
export const LARGE_BODIES_BYTES = MAX_REQUEST_BYTES;

/**
 * As how many bytes of these a body counts, since 13 bytes can be a log: a third of all at most, unless
 * it is larger by itself.
 */
export const LARGE_BODY_WEIGHT = { factor: 8, most: Math.floor(LARGE_BODIES_BYTES / 3) } as const;

/**
 * A body that is read for whatever looks like a key: 80 at once are 5 MiB. What is larger, or does not
 * say how large it is, is read for a live key only, and shares {@link UPLOADS_BYTES}.
 */
export const FREE_UPLOAD_BYTES = 64 * KIB;

/**
 * Bytes of larger bodies, as they are sent, that an instance holds at once: two of the largest, of
 * two tenants. The platform has each twice for a moment.
 */
export const UPLOADS_BYTES = 2 * MAX_REQUEST_BYTES;

/** How long a request may take to arrive, then it is cut off; the function itself has no longer. */
export const UPLOAD_TIMEOUT_MS = 60_000;

/** How long a large body waits for its turn before a 503: one of the largest takes a second or two. */
export const LARGE_BODY_WAIT_MS = 20_000;

/** What a byte can inflate to, with deflate and gzip. https://www.zlib.net/zlib_tech.html */
export const MAX_DEFLATE_RATIO = 1032;

/** The same of Snappy, where a copy of 64 bytes takes 3. https://github.com/google/snappy/blob/main/format_description.txt */
export const MAX_SNAPPY_RATIO = 22;

/**
 * What a log's text and attributes may take in its document; what is more is split. The text is there
 * twice, as sent and redacted, and redaction lengthens a text to 7/5 and a marker at the most
 * (`redact/limit-growth.ts`), so that what was answered 202 always fits {@link MAX_DOCUMENT_BYTES}. Leaves
 * 24 KiB for all other fields. `ingest/reading/document-cost.ts` calculates it.
 */
export const DOCUMENT_BUDGET = 1000 * KIB;

/**
 * UTF-16 units of the text before and after a part of a split log that its message carries for the
 * redactor, so that it finds what lies across the cut: longer than any key or token that it knows.
 */
export const SPLIT_OVERLAP = 16 * KIB;

/** Values in a log's attributes, counted at every depth; bounds what a number may grow to. */
export const MAX_ATTRIBUTE_COUNT = 512;

/** Maps and arrays inside one another. Firestore itself stops at 20. */
export const MAX_ATTRIBUTE_DEPTH = 10;

/**
 * One attribute's name in UTF-8. Firestore stops at 1,500, which a name reaches when redaction
 * lengthens it to 7/5 and a marker.
 */
export const MAX_ATTRIBUTE_NAME_BYTES = 1_050;

/** A problem's `errors` list: what a client can act on, not a page for each wrong field. */
export const MAX_REPORTED_ERRORS = 20;

/**
 * Faults that the answer to one request describes, as UTF-8, however many of its logs are rejected.
 * Further ones are named without what is wrong with them.
 */
export const MAX_FAULT_BYTES_PER_REQUEST = 32 * KIB;

/**
 * Each list of an answer, as JSON: ids, rejected logs. Further ones are counted, not named, so that an
 * answer stays below 256 KiB.
 */
export const MAX_ANSWER_LIST_BYTES = 72 * KIB;

/** Work on one request after which an instance turns to its other requests for a moment. */
export const TURN_MS = 10;

/** `Retry-After` of a 503, in seconds: a Pub/Sub hiccup is over in a few. */
export const RETRY_AFTER_SECONDS = 5;

/** A message, as it is delivered, that waits for nobody: 80 at once are 5 MiB. */
export const SMALL_MESSAGE_BYTES = 64 * KIB;

/**
 * Bytes of larger messages, as they are delivered (base64 in JSON), that a worker has in work at once.
 * Measured, each takes 10 to 36 times as much (text of control characters, small attributes), beside
 * the 110 MB of the process; an instance has 512 MiB.
 */
export const MESSAGES_IN_WORK_BYTES = 4 * MIB;

/** How long a message waits for its turn; the worker itself has 120 s for it. */
export const MESSAGE_WAIT_MS = 60_000;

/**
 * One BatchWrite: more documents were no faster, and a request may have 10 MiB, as it is sent: one
 * log may take most of that alone. https://firebase.google.com/docs/firestore/quotas
 */
export const WRITE_REQUEST = { items: 100, bytes: 4 * MIB } as const;

/** Requests to Firestore for one message under way at once. */
export const MAX_CONCURRENT_WRITES = 5;

/** Dead letters of one message being published at once. */
export const MAX_CONCURRENT_PUBLISHES = 100;

/** How long one attempt of a request to Firestore or Pub/Sub waits before another is made. */
export const ATTEMPT_TIMEOUT_MS = 8_000;

/**
 * One publish, as it is sent: Pub/Sub takes 1,000 messages, and {@link MAX_MESSAGE_BYTES}.
 * https://cloud.google.com/pubsub/quotas
 */
export const PUBLISH_REQUEST = { items: 100, bytes: 4 * MIB } as const;

/**
 * Requests to a service under way at which further items wait to share the next one, and how long they
 * wait for an answer to one of those at most: as long as Google's own client gathers messages, though
 * nothing is under way. https://cloud.google.com/pubsub/docs/batch-messaging
 */
export const GROUPED = { underWay: 2, waitMs: 10 } as const;

/**
 * Messages of one request that are published at once: two publishes of the most, in base64. On its way
 * out a message takes five times its size.
 */
export const PUBLISHED_AT_ONCE = { items: 200, bytes: 6 * MIB } as const;

/** A dead letter's payload in its document; leaves room for the other fields. */
export const MAX_DEAD_LETTER_PAYLOAD_BYTES = 960 * KIB;

/**
 * Instances of a function at most, where no parameter says otherwise. Firebase's own default of 100
 * is over what a new project may have: Cloud Run refuses more than its quota of processors allows, in
 * some regions more than 10. https://cloud.google.com/run/quotas
 */
export const MAX_INSTANCES = 10;

/** Of `recordDeadLetters`: what it heals a second is divided by them, and idle ones make it slow. */
export const RECORDER_INSTANCES = 4;

/** Of `countAlerts`: one alert is counted by one instance at a time anyway, and each has few documents. */
export const ALERT_INSTANCES = 4;

/** Deliveries of a message before Pub/Sub forwards it to the dead-letter topic; 5 to 100. */
export const MAX_DELIVERY_ATTEMPTS = 5;

/**
 * A message that is older when it fails, and whose deliveries Pub/Sub does not count, has no delivery
 * policy: with one, the fifth failure is some ten minutes after the first delivery at the latest.
 */
export const POLICY_DOUBT_MS = 30 * 60_000;

/**
 * Wait between two deliveries of a message in seconds; it grows from the least to the most.
 * https://cloud.google.com/pubsub/docs/handling-failures#exponential_backoff
 */
export const BACKOFF_SECONDS = { min: 10, max: 600 } as const;

/**
 * The same for what waits to be recorded as a dead letter: after an outage it is looked at within two
 * minutes, where 600 s would be most of the time that healing may take.
 */
export const RECORDER_BACKOFF_SECONDS = { min: 10, max: 120 } as const;

/**
 * Longest pause before an instance tries to reach a Firestore again that it lost. gRPC's own is two
 * minutes, for which everything would wait once Firestore is back.
 * https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md
 */
export const MAX_RECONNECT_MS = 10_000;

/**
 * Logs a second that all instances together send back at first. Every `everySeconds` it grows by
 * `growth`, as Firestore wants new load to: https://cloud.google.com/firestore/docs/best-practices#ramping_up_traffic
 * `most` is bounded so that fresh logs find workers.
 */
export const HEALING_RATE = { first: 500, growth: 1.5, everySeconds: 300, most: 10_000 } as const;

/**
 * Of these for one shard of a tenant: half of the 500 writes a second that an index of rising times
 * takes, so that its fresh logs have the other. https://firebase.google.com/docs/firestore/quotas#soft_limits
 */
export const HEALING_RATE_PER_SHARD = 250;

/** How long a letter's turn to be sent back is awaited inside a call; later it is delivered again. */
export const HEALING_WAIT_MS = 5_000;

/**
 * Calls of an instance that await their own tenant's turn while others could go: half of the 80 that
 * Cloud Run gives it at once by default, so that a tenant above its ceiling keeps nobody out.
 * https://cloud.google.com/run/docs/about-concurrency
 */
export const MAX_WAITING_FOR_TENANT = 40;

/** Round 3 and later wait so many times as long as round 2. */
export const LATE_ROUND_FACTOR = 6;

/** How long the document of a letter that went home is kept, to be read about. */
export const HEALED_LETTER_DAYS = 7;

/**
 * How long a subscription waits for an acknowledgement before it delivers again. Pub/Sub's most:
 * longer than any function here may run, so that no message is delivered while it is in work.
 */
export const ACK_DEADLINE_SECONDS = 600;

/** How long Pub/Sub keeps what is not acknowledged. Eventarc's own default is one day. */
export const MESSAGE_RETENTION_SECONDS = 7 * 24 * 60 * 60;

/** How long what is known of a key or a tenant is used before it is read again. */
export const DIRECTORY_TTL_MS = 60_000;

/** Keys and tenants that an instance remembers, of each kind; bounds its memory. */
export const MAX_REMEMBERED = 10_000;

/**
 * Keys that an instance never saw before and looks up, a minute; anybody can make up keys with a right
 * checksum. Where more come, it reads which keys there are (`tenants/key-roster.ts`), so that no owner
 * is shut out, and looks up no others.
 */
export const MAX_UNKNOWN_KEYS_PER_MINUTE = 600;

/** Keys that an instance reads in such a case, a read each, once; they take 25 MB. */
export const MAX_ROSTER_KEYS = 100_000;

/** Of these, keys that are read in one query. */
export const ROSTER_PAGE = 1_000;

/** How long the roster is used before it is asked for newer keys: 12 reads a minute. */
export const ROSTER_FRESH_MS = 5_000;

/** How much later than others of its time a key may become visible to a query. */
export const ROSTER_OVERLAP_MS = 10_000;

/** `Retry-After` for a key that is not in the roster, in seconds: it may have been made just now. */
export const UNKNOWN_KEY_RETRY_SECONDS = 10;

/** Keys that are looked up in one request. */
export const KEY_REQUEST = { items: 100, bytes: 64 * KIB } as const;

/** Longest token that is looked at: Google's have about 1,200 characters. */
export const MAX_TOKEN_LENGTH = 4_096;

/** How long an instance waits for Google's certificates, which it fetches every few hours. */
export const TOKEN_TIMEOUT_MS = 5_000;

/** Longest wait for Firestore while a request waits for its admission. */
export const ADMISSION_TIMEOUT_MS = 2_000;

/** Longest wait for Firestore while a log is looked up. */
export const STATUS_TIMEOUT_MS = 10_000;

/** How long an instance goes on with what it has before it asks an unreachable Firestore again. */
export const DIRECTORY_COOLDOWN_MS = 5_000;

/**
 * Part of a quota that an instance leases at once, at first and at most: it doubles with each lease.
 * So 25 leases a minute use a quota up, and a hundred instances that have just started, or that get
 * a request now and then, do not hold what others need.
 */
export const QUOTA_LEASE_SHARE = { first: 0.005, most: 0.05 } as const;

/** Part of a quota that an instance gives out a minute by itself while Firestore is unreachable. */
export const QUOTA_LOCAL_SHARE = 0.1;

/** A tenant's own redaction patterns: each is run over every text. */
export const MAX_OWN_PATTERNS = 20;

/** Characters of such a pattern. */
export const MAX_OWN_PATTERN_LENGTH = 200;

/** Characters of an API key's label: a line of a table. */
export const MAX_KEY_LABEL_LENGTH = 100;

/** Longest wait for Firebase Auth while an admin's call waits for who it is. */
export const AUTH_TIMEOUT_MS = 10_000;

/**
 * Longest search in the retention for a letter that is too large for its document, where an admin
 * waits for it; the web SDK gives a call up after 70 s, the function after 60.
 */
export const REPLAY_TIMEOUT_MS = 45_000;

/**
 * Terms of one log: each is an entry of an index, about 170 bytes. Firestore stops at 40,000 entries
 * a document; this is for the price. A log of 500 bytes has about 90.
 */
export const MAX_TERMS = 400;

/** Of these, the `name=value` pairs of attributes, so that the words keep their share. */
export const MAX_PAIR_TERMS = 150;

/**
 * UTF-16 units of a term; of a longer word or value its beginning is indexed. At most 3 bytes each,
 * far below the 1,500 bytes at which Firestore cuts an indexed value.
 */
export const MAX_TERM_LENGTH = 128;

/** UTF-16 units of a query: what a person types or an address carries. */
export const MAX_QUERY_LENGTH = 4_000;

/** Words, fields and brackets of a query, counted together. */
export const MAX_QUERY_PARTS = 200;

/** Brackets and negations inside one another. */
export const MAX_QUERY_DEPTH = 20;

/**
 * Conditions of one Firestore query, multiplied out.
 * https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries
 */
export const MAX_DISJUNCTIONS = 30;

/** Firestore queries that one search asks at once. */
export const MAX_SEARCH_QUERIES = 16;

/** Shards of a tenant: 10,000 writes a second, and as many conditions as one search can ask. */
export const MAX_SHARDS = 20;

/** Where a count stops: Firestore bills one read for up to 1,000 index entries. */
export const COUNT_CAP = 1_000;

/** Documents that a search reads before it asks whether to go on. */
export const SEARCH_READS = 1_000;

/** Reads of a histogram's counts at least; more than 1,000 logs in a count are a read more each. */
export const HISTOGRAM_READS = 96;

/** Saved searches of a tenant: what a menu shows, and what `saveSearch` reads to count them. */
export const MAX_SAVED_SEARCHES = 100;

/** Characters of a saved search's name: a line of a menu. */
export const MAX_SEARCH_NAME_LENGTH = 100;

/** A tenant that sent nothing back for so long leaves its half of {@link HEALING_RATE} to the others. */
export const HEALING_ACTIVE_MS = 60_000;

/** Characters of the id under which a log with a taken `log_id` is replayed. */
export const MAX_RENEWED_ID_LENGTH = 128;

/** Frames of a stack in an event: enough to find the place. */
export const MAX_STACK_FRAMES = 15;

/** Characters of an error's name in an event. */
export const MAX_ERROR_NAME_LENGTH = 64;

/** Layers of escapes that the redactor reads: `%252540` has three. */
export const MAX_ESCAPE_LAYERS = 4;

/** Passes of the redactor over a text: a removed neighbour can make a number of the rest; twice is rare already. */
export const MAX_REDACTION_PASSES = 4;

/** Attributes that are deeper are redacted as a whole. The intake takes less, and no store as much. */
export const MAX_REDACTED_DEPTH = 100;

/** Plans by terms that a search counts before it chooses. */
export const MAX_COUNTED_PLANS = 4;

/** As many logs with more words than are indexed are looked through with every search by terms. */
export const MAX_CUT_LOGS = 100;

/** Documents that a search asks of one query at once. */
export const MAX_SEARCH_PAGE = 500;

/** Of a first page whose logs are yet to be checked, where there are as many. */
export const FIRST_SEARCH_PAGE = 100;

/** How far ahead a log's time may be: a client's clock may be wrong, or in another zone than it says. */
export const MAX_AHEAD_SECONDS = 86_400;

/** Characters of a time: no known form is longer, `[America/Argentina/Buenos_Aires]` at its end included. */
export const MAX_TIME_LENGTH = 80;

/** A document's id. https://firebase.google.com/docs/firestore/quotas#limits */
export const MAX_LOG_ID_BYTES = 1_500;

/** The value of a Pub/Sub message's attribute. https://cloud.google.com/pubsub/quotas#resource_limits */
export const MAX_MESSAGE_ATTRIBUTE_BYTES = 1024;

/** Days after which a tenant's logs expire: a hundred years. */
export const MAX_RETENTION_DAYS = 36_500;

/** Keys of a tenant that may be live at once: the old and the new one while clients change over. */
export const MAX_LIVE_KEYS = 2;

/** Service accounts of a tenant whose tokens are taken. */
export const MAX_LIVE_ACCOUNTS = 20;

/** Repairs told of one log; more than one of each word fits. */
export const MAX_REPAIRS = 20;

/** UTF-16 units of a pointer: what is longer says where its beginning is. */
export const MAX_POINTER_LENGTH = 128;

/** For how long a browser need not ask again whether its page may send; Chromium's most. */
export const CORS_MAX_AGE_SECONDS = 7_200;

/** Levels of OTLP's JSON: its own, each of which takes four of JSON. */
export const MAX_OTLP_JSON_DEPTH = 96;

/** Repairs of one body that are told to the records that they belong to. */
export const MAX_OTLP_REPAIRS = 1_000;

/** Maps and arrays inside one another in msgpack. */
export const MAX_MSGPACK_DEPTH = 32;

/** How long the metadata server has to give a token; it is on the same machine. */
export const METADATA_TIMEOUT_MS = 5_000;

/** Sockets that nobody used for so long are closed: what lies between may have forgotten them. */
export const IDLE_SOCKET_MS = 60_000;

/** Sockets to one Google service: as many as an instance has requests at once, with room for those of several writes. */
export const MAX_SOCKETS = 256;

/** Longest pause before an overtaken lease of a quota is tried again. */
export const LEASE_PAUSE_MS = 100;

/** Clocks of instances differ by less; a quota's minute further ahead was written by a clock that is wrong. */
export const MAX_LEASE_AHEAD_MINUTES = 2;

/** How long a pull of the dead letters' retention may wait for messages. */
export const PULL_TIMEOUT_MS = 5_000;

/** Ids of one request that gives pulled messages back, which may have 512 KiB. */
export const MAX_RELEASED_IDS = 500;

/** How long a pulled message is kept from other readers, where this one dies before it lets go. */
export const RETENTION_HOLD_SECONDS = 60;

/** Long enough for another reader to pull what this one let go of; twice that at most. */
export const RETENTION_STEP_BACK_MS = 500;

/** Times that writes of a `writeEach` which another write or a server's end cut off are sent. */
export const MAX_WRITE_ATTEMPTS = 3;

/** Dead letters of one id that a status looks at; more than one only where the id was used again. */
export const MAX_STATUS_LETTERS = 10;

/** Values for one `in`: https://firebase.google.com/docs/firestore/query-data/queries#in_and_array-contains-any */
export const MAX_IN_VALUES = 30;

/** Alerts of a tenant: the worker's speed is measured with so many (`npm run bench -- alerts`). */
export const MAX_ALERTS = 20;

/** UTF-16 units of an alert's query: all of a tenant's are in its document. */
export const MAX_ALERT_QUERY_LENGTH = 1_000;

/** Characters of an alert's name: a line of a table, and the subject of a mail. */
export const MAX_ALERT_NAME_LENGTH = 100;

/** Where the notices of one alert go. */
export const MAX_ALERT_TARGETS = 5;

/** Logs that an alert waits for: each may be a document until it fires. */
export const MAX_ALERT_MATCHES = 10_000;

/** Within so many minutes they have to come: a day. */
export const MAX_ALERT_MINUTES = 1_440;

/** Minutes without a log, and between two notices of an alert: a week. */
export const MAX_ALERT_QUIET_MINUTES = 10_080;

/** Minutes that an alert may be silenced for at once: four weeks. */
export const MAX_SILENCE_MINUTES = 40_320;

/** Logs that a notice shows. */
export const MAX_NOTICE_LINES = 5;

/** UTF-16 units of each; Discord takes 2,000 of all, Slack 3,000 a block. */
export const MAX_NOTICE_LINE_LENGTH = 300;

/** A notice to one target, from its name to the end of the answer. */
export const NOTICE_TIMEOUT_MS = 10_000;

/** Bytes of an answer to a notice that are waited for; what is more is cut off, and none is kept. */
export const MAX_NOTICE_ANSWER_BYTES = 64 * KIB;

/** One question to DNS for a target's name, in milliseconds, and how often it is asked. */
export const NAME_LOOKUP = { timeout: 2_000, tries: 2 } as const;

/** A mail address: https://www.rfc-editor.org/errata/eid1690 */
export const MAX_MAIL_ADDRESS_LENGTH = 254;

/**
 * Attempts at one target before a notice is `failed` and waits for a replay. Pub/Sub waits 10 s after the
 * first and 10 minutes at most, so the last one is some three quarters of an hour after the first.
 */
export const MAX_NOTICE_ATTEMPTS = 10;

/** Tenants whose alerts an instance keeps compiled: each has at most some hundred closures. */
export const MAX_REMEMBERED_ALERT_SETS = 1_000;

/** How much longer than it counts a match is kept: until it is deleted, it is only not asked for. */
export const MATCH_KEPT_MS = 24 * 60 * 60_000;

/** Alerts without a log that one check looks at; further ones wait for the next, a minute later. */
export const MAX_DUE_ALERTS = 1_000;

/** Of these, at once. */
export const MAX_CONCURRENT_CHECKS = 20;

/** How often an alert is judged anew within one message, where somebody changes it or it fires meanwhile. */
export const MAX_COUNT_ROUNDS = 4;

/** UTF-16 units of an address that notices go to, or of a routing key. */
export const MAX_TARGET_ADDRESS_LENGTH = 2_048;

/** Between two tests of an alert: nobody is to be flooded through it. */
export const TEST_PAUSE_SECONDS = 10;

/** For how long an old signing secret of a webhook signs beside the new one. */
export const OLD_SECRET_HOURS = 24;

/**
 * Notices of one tenant that an instance sends at once, a quarter of the 80 calls that Cloud Run gives it:
 * whose receivers are slow delays nobody else's notices. The most that all alerts of a tenant can want
 * at once, {@link MAX_ALERTS} times {@link MAX_ALERT_TARGETS}, is 100.
 */
export const MAX_NOTICES_OF_TENANT = 20;

/** Of `sendNotices`: each waits for strangers' servers, and has up to 80 notices at once. */
export const NOTICE_INSTANCES = 4;

/** Characters of the link in a notice; Discord and PagerDuty take 2,048. */
export const MAX_NOTICE_LINK_LENGTH = 2_000;
