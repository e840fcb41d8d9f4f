/** Kinds without a checksum: found only next to a name, or in a path that says what they are. */

const PASSPORT_NAMES =
  'passport|passeport|pasaporte|passaporto|passaporte|reisepass|reisepassnummer|passnummer|paszport|paspoort|pass';
const NUMBER =
  '(?:[ _-]?(?:no|n°|nº|number|numbers|num|nr|nummer|numéro|número|numero|numer|id|#))?';

/** `Passport No: X1234567`: six to nine letters and digits, at least four of them digits. */
export const PASSPORT = new RegExp(
  `(?<![A-Za-z])(?:(?:${PASSPORT_NAMES})${NUMBER}|паспорт|护照(?:号码?)?|旅券番号|여권번호)` +
    `[^0-9A-Za-z\\n]{0,8}(?:(?:is|est|ist|es|è|was)[ :]{1,3})?` +
    `((?=[A-Za-z]{0,4}[0-9])(?=(?:[A-Za-z]{0,3}[0-9]){4})[0-9A-Za-z]{6,9}|[0-9]{2} ?[0-9]{2} ?[0-9]{6})(?![0-9A-Za-z])`,
  'gi',
);

const BIRTH_NAMES =
  'd\\.?o\\.?b|date[ _-]?of[ _-]?birth|birth[ _-]?date|birth[ _-]?day|born(?: on)?|geboren(?: am)?|geb\\.(?: am)?|geburtsdatum|geburtstag' +
  '|n[ée]e? le|date[ _-]?(?:de[ _-]?)?naissance|fecha[ _-]?(?:de[ _-]?)?nacimiento|nacid[oa] el|data[ _-]?di[ _-]?nascita|nat[oa] il' +
  '|data[ _-]?de[ _-]?nascimento|nascid[oa] em|geboortedatum|geboren op|data[ _-]?urodzenia|födelsedatum|syntymäaika';
const MONTH =
  '(?:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|mayo|jun|juin|jul|juil|aug|ago|aoû|sep|set|oct|okt|out|nov|dec|dez|déc|dic|ene|gen|mag|giu|lug|ott)[a-zéûç]{0,8}\\.?';
const DATE = [
  '[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}',
  '[0-9]{1,2}[-/. ]{1,2}[0-9]{1,2}[-/. ]{1,2}(?:[0-9]{4}|[0-9]{2})',
  '(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])',
  `[0-9]{1,2}(?:st|nd|rd|th)?[. -]{1,2}(?:of |de |di )?${MONTH}(?: de)?[, -]{1,2}[0-9]{4}`,
  `${MONTH}[ -][0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}`,
  '[0-9]{4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日',
].join('|');

/** `DOB: 1990-01-15`, `born on 15 January 1990`. */
export const BIRTH_DATE = new RegExp(
  `(?:(?<![A-Za-z])(?:${BIRTH_NAMES})(?![a-z])|生年月日|出生日期|生日|생년월일|дата рождения|родил(?:ся|ась))` +
    `[^0-9A-Za-z\\n]{0,8}(?:(?:is|was|est|ist|es|è)[ :]{1,3})?(${DATE})(?![0-9A-Za-z])`,
  'gi',
);

/** Accounts that belong to no person. */
const NO_ONE =
  '(?:shared|public|default|default user|all users|root|admin|administrator|runner|runneradmin|ubuntu|debian|centos|ec2-user|azureuser|vagrant|vsts|vsts_azpcontainer|circleci|travis|jenkins|git|node|app|www-data|nginx|linuxbrew|linuxuser|user|users|guest|docker|containeradministrator|lost\\+found)';
const PART = '[^\\\\/\\s:*?"\'<>|;,()\\[\\]{}&$%=]';

/** The user's name in `/home/ann`, `/Users/ann`, `C:\Users\ann`, `C:\\Users\\ann`, `/c/Users/ann`. */
export const HOME_USER = new RegExp(
  `(?:(?<![0-9A-Za-z_.-])(?<!(?:GET|PUT|POST|HEAD|PATCH|DELETE|OPTIONS) )(?:/(?:var|export|usr|mnt/[a-z]|[a-z]))?/(?:home|Users)/` +
    `|(?:[A-Za-z]:[\\\\/]{1,8}|\\\\{1,8})(?:Users|Documents and Settings)[\\\\/]{1,8})` +
    `(?!${NO_ONE}(?:[\\\\/\\s:"']|$))(${PART}{1,64}(?: ${PART}{1,32}){0,3}(?=[\\\\/]{1,8}[A-Za-z0-9._-])|${PART}{1,64})`,
  'gi',
);
