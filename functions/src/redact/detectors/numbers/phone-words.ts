/*
 * Words that tell a phone number from another number. A space stands for a space, a dash, an
 * underscore or nothing. All but `NAMES_ELSEWHERE` begin with two ASCII letters, which a table in
 * `phone-context.ts` looks up before any pattern is tried.
 */

/** Names of the thing itself, in English and other languages. */
export const NAMES = [
  'phone',
  'phones',
  'telephone',
  'telephones',
  'tel',
  'tele',
  'ph',
  'mobile',
  'mobiles',
  'mob',
  'cell',
  'cell phone',
  'cellular',
  'smart phone',
  'fax',
  'faxes',
  'pager',
  'msisdn',
  'whats app',
  'viber',
  'telegram',
  'sms',
  'hot line',
  'help line',
  'land line',
  'toll free',
  'voice mail',
  'caller',
  'caller id',
  'callee',
  'call back',
  'dial in',
  'telefon',
  'telefono',
  'telefone',
  'telefona',
  'telefonnummer',
  'telefoon',
  'teléfono',
  'téléphone',
  'puhelin',
  'móvil',
  'movil',
  'celular',
  'cellulare',
  'handy',
  'handynummer',
  'mobil',
  'mobilnummer',
  'mobiltelefon',
  'rufnummer',
  'portable',
] as const;

/** Names in scripts whose words are not looked up in the table. */
export const NAMES_ELSEWHERE = [
  'телефон',
  'тел',
  'телефону',
  '电话',
  '電話',
  '手机',
  '手機',
  '携帯',
  '전화',
  'هاتف',
  'फोन',
] as const;

/** After a name they make another thing of it: `mobile app build 1234567`. */
export const NOT_A_NAME = [
  'app',
  'apps',
  'build',
  'version',
  'ver',
  'sdk',
  'os',
  'web',
  'client',
  'agent',
  'uuid',
  'model',
  'error',
  'code',
  'size',
  'count',
  'tower',
  'cells',
] as const;

/** What is done with a phone. */
export const VERBS = [
  'call',
  'calls',
  'called',
  'calling',
  'dial',
  'dials',
  'dialed',
  'dialled',
  'dialing',
  'dialling',
  'ring',
  'rang',
  'phoned',
  'phoning',
  'reach',
  'reached',
  'reachable',
  'reaching',
  'contact',
  'contacts',
  'contacted',
  'contacting',
  'answer',
  'answers',
  'answered',
  'answering',
  'text',
  'texted',
  'message',
  'speak',
  'talk',
  'registered',
  'appeler',
  'appelez',
  'llame',
  'llama',
  'llamar',
  'chiama',
  'chiamare',
  'anrufen',
  'anruf',
  'ruf',
  'ligar',
  'ligue',
  'bel',
] as const;

/** Phrases that go before a number. */
export const PHRASES = [
  'get hold',
  'get back',
  'customer service',
  'customer care',
  'customer support',
  'help desk',
  'front desk',
  'reception',
  'switchboard',
  'nummer',
  'número',
  'numéro',
  'ligne',
] as const;

/** Whose or what number it is: `my number`, `work no.`. */
export const OWNERS = [
  'my',
  'his',
  'her',
  'their',
  'your',
  'our',
  'its',
  'contact',
  'work',
  'home',
  'office',
  'new',
  'old',
  'emergency',
  'support',
  'alternate',
  'daytime',
  'direct',
  'personal',
  'business',
  'private',
  'this',
  'whose',
  'same',
  'correct',
  'another',
  'primary',
  'secondary',
  'given',
  'provided',
  'virtual',
] as const;

/** What has numbers that look like those of phones. */
export const OTHER_THINGS: readonly string[] = `
  order orders invoice ticket case ref reference id ids uid gid pid sku part parts model
  serial batch build job room item po account acct policy claim tracking range ranges byte
  bytes line lines port ports page pages row rows col cols column columns version code codes
  rfc iso cve issue bug pr card iban ssn between offset chunk block blocks sector sectors
  frame frames seq sequence transaction txn trace span coordinate lat coordinates lon lng pos
  position point points size sizes weight isbn issn doi zip postcode postal passport license
  licence patent node shard slot slots partition pixel pixels px km usd eur total sum count
  score
`
  .trim()
  .split(/\s+/);

/** How a social security number is named; here since one table serves both. */
export const SSN_WORDS = ['ssn', 'ss', 'soc', 'social'] as const;
