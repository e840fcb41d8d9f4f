/**
 * Names of secret things, as data. A name is compared word by word (see `split-name.ts`); several
 * words are written as one here: `apikey` stands for `apiKey`, `API_KEY` and `api key`.
 *
 * Sources: the lists of Sentry's SDKs (data scrubbing), Datadog's agent scrubber, Rails'
 * `filter_parameters`, detect-secrets' keyword detector and gitleaks' generic rule; RFC 6265,
 * RFC 6749, RFC 7235 and OpenTelemetry's semantic conventions for headers and protocols.
 */

/** Splits a list at white space. */
function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

/** The value is a secret, whatever it looks like. */
export const ALWAYS: readonly string[] = words(`
  password passwords passwd passwds passwrd pwd pwds pswd psw pw pass passphrase passphrases
  passcode passcodes userpass dbpass mypass ftppass smtppass rootpass adminpass mysqlpass
  pgpass redispass ldappass mailpass keypass storepass httppass proxypass authpass dbpw
  sshpass requirepass masterauth rootpw userpw bindpw adminpw loginpw secret secrets token
  tokens authtok jwt jwts bearer credential credentials cred creds authorization
  authorisation cookie cookies setcookie cookiejar apikey apikeys appkey appkeys accesskey
  accesskeys secretkey secretkeys privatekey privatekeys privkey signingkey encryptionkey
  decryptionkey masterkey authkey sharedkey accountkey storagekey servicekey clientkey
  sessionkey sshkey aeskey hmackey cipherkey cryptokey licensekey deploykey writekey
  adminkey rootkey integrationkey webhookkey presharedkey recoverykey sharedaccesskey
  secretaccesskey connectionstring connstring connstr connectionstr mnemonic mnemonics
  seedphrase seedwords recoveryphrase privatekeypem samlresponse samlassertion
  clientassertion requestverificationtoken webhooksecret phpsessid jsessionid aspsessionid
  sessiontoken sqreenauth psk wpapsk artapi authuserinfo dpw
  tokenhint
`);

/** The same in other languages; names with non-ASCII letters are matched at the end of a name. */
export const ALWAYS_ELSEWHERE: readonly string[] = words(`
  contraseña contrasena contrasenia contraseñas contrasenas secreto senha senhas
  palavrapasse segredo motdepasse motsdepasse mdp jeton parolachiave chiavesegreta
  clavesecreta clavedeacceso clésecrète clesecrete chavesecreta chavedeacesso chavedeapi
  segreto parola passwort passwörter passwoerter kennwort losungswort geheimnis zugangscode
  geheimzahl wachtwoord wachtwoorden lösenord losenord adgangskode kodeord passord lykilorð
  salasana hasło haslo heslo jelszó jelszo şifre sifre sifra šifra lozinka geslo parool
  slaptažodis slaptazodis fjalëkalimi fjalekalimi пароль пароли парола лозинка токен секрет
  κωδικός κωδικος συνθηματικό סיסמה סיסמא كلمةالمرور كلمةالسر رمزعبور گذرواژه 密码 密碼 口令 密钥 密鑰
  令牌 暗証番号 パスワード トークン 秘密鍵 비밀번호 암호 토큰 matkhau mậtkhẩu katasandi katalaluan sandi รหัสผ่าน
  पासवर्ड পাসওয়ার্ড
`);

/** The value is a secret if it looks like a token: letters and digits, or long (`looksRandom`). */
export const WHERE_RANDOM: readonly string[] = words(`
  session sessions sessionid sessionids sessid sessionhash sessionkey sid connectsid csrf
  xsrf auth oauth signature signatures sig hmac hmacsha dsn assertion authcookie ticket clave claves
  clé cle chiave schlüssel schluessel sleutel nyckel klucz kulcs anahtar ключ 鍵 oauthcode
  authorizationcode codeverifier sonarlogin dsonarlogin subscriptionkey seed hash salt key keys secretid magiclink pat aspsessionid devicecode
`);

/** Words that count only after certain others: `user_hash`, `encryption_salt`. */
export const ONLY_AFTER: Readonly<Record<string, readonly string[]>> = {
  hash: words('password passwd pwd pass pw token secret session'),
  salt: words('password passwd pwd pass secret encryption key crypto auth'),
  seed: words('secret wallet otp totp hd master recovery private'),
  ticket: ['auth', 'sso', 'session', 'login', 'cas', 'service', 'granting'],
};

/** The value is a secret if it is a short code or looks like a token. */
export const WHERE_CODE: readonly string[] = words(`
  otp otps totp hotp pin pins pincode tan puk mpin cvv cvc csc cvn cvvcode cvccode cardcvv
  cardcvc securitycode cardcode verificationcode verifycode confirmationcode authcode
  authenticationcode mfacode mfatoken facode twofactorcode otpcode smscode logincode
  onetimecode backupcode backupcodes recoverycode recoverycodes accesscode activationcode
  resetcode invitecode cardverificationvalue verificationvalue cardsecuritycode
  cardverificationcode 验证码 驗證碼 認証コード 인증번호 codigodeverificacion códigodeverificación
  codigodeseguridad codigodeseguranca códigodeseguridad códigodesegurança
  códigodeverificação codigodeverificacao
  codicediverifica bestätigungscode sicherheitscode einmalcode verificatiecode
  кодподтверждения проверочныйкод パスコード 確認コード 校验码 动态码 인증코드
`);

/** A compound that ends in one of these counts as it: `pgpassword`, `authtoken`, `mysecret`. */
export const STEMS: readonly string[] = words(`
  password passwd passphrase passwort secret token apikey accesskey secretkey privatekey
  credentials credential authorization sessionid sessid cookie pwd contraseña wachtwoord
`);

/** Words before such a name that make it something else. */
export const HARMLESS_BEFORE: Readonly<Record<string, readonly string[]>> = {
  token: words(`
  next page paging pagination continuation continue sync cancel cancellation cancelation
  resume max min num stop eos bos pad unk mask sep cls unexpected expected illegal near lexer
  parse parser syntax publickey clientrequest idempotency marker window activity total
  prompt completion input output cached reasoning used remaining is has no per fencing watch
  scroll
`),
  secret: ['has', 'is', 'no', 'imagepull', 'existing'],
  password: words('has is no forgot nullable empty requires require use'),
  cookie: words('has no accept same samesite enable allow disable third'),
  pass: words(`
  by is first second third per test tests render low high band all must multi single num
  total compiler boarding season
`),
  credentials: ['has', 'no', 'with', 'include', 'allow', 'is', 'use'],
  credential: ['has', 'no', 'with', 'is', 'use'],
  authorization: ['has', 'is', 'no', 'require', 'requires'],
  passwd: words('ch ht g vip mk yp smb'),
  session: words('is no has max num active total tmux training'),
  sessions: ['max', 'num', 'active', 'total', 'open', 'concurrent'],
  auth: ['is', 'has', 'no', 'require', 'requires', 'needs', 'use'],
  signature: ['method', 'function', 'is', 'has', 'type', 'call'],
  pin: words('gpio led is has cs rx tx sda scl data clock input output'),
  key: words(`
  public pub primary foreign partition sort row cache object index hash range unique routing
  group map translation message metric registry hot press issue project dedup deduplication
  idempotency idempotent bucket config configuration setting settings feature flag label tag
  field column dict lookup shard sharding natural surrogate composite header param parameter
  property attribute record document doc entity host search event template job item data sub
  redis queue topic lock limit rate file s blob path state store react locale sequence
  grouping correlation trace transaction order user customer client tenant product page
  section any arrow enter escape function ctrl alt shift pkey answer node element component
  module package build task rule filter type status error exception alert incident dashboard
  context i n variable var env option metadata annotation resource content asset image video
  media storage merge join distribution dist cluster clustering segment batch old new last
  first next prev duplicate missing unknown invalid for no not is has current start end min
  max leaf root tree view screen widget layout theme style color country language city
  region category brand model serial string int named query request response session thread
  process lru kv db table aggregate aggregation bin metrics stat counter repository repo
  branch workflow run step stage pipeline artifact sdk plugin app application web site
  domain zone account org publishable anon verification verify verifying kms wrapped kid get put
  set del delete hget hset incr expire head copy found missing evict evicted fetch
`),
};

/** Words after a secret's name that keep it secret: `password_confirmation`, `TOKEN_PROD`. */
export const SUFFIXES: readonly string[] = words(`
  confirmation confirm confirmed again repeat repeated retype value string hash hashed
  digest plain plaintext cleartext encrypted base raw old new current previous prev prod
  production staging stage dev test live sandbox primary secondary backup hex pem b base64
  data binary json bytes default override salt seed material local main master replica
  readonly admin root v db database prd stg uat github gitlab bitbucket stripe aws azure gcp google
  slack discord telegram twilio sendgrid mailgun npm pypi docker jenkins sonar jira mysql postgres
  postgresql mongo mongodb redis rabbitmq kafka elastic smtp ftp sftp ssh ldap mail imap
`);

/** Names of details inside a secret that are not secret themselves. */
export const DETAILS: readonly string[] = words(`
  type expires expiresin expiresat expiry exp iat nbf created createdat updated updatedat
  ttl scope scopes version length enabled status kind alg algorithm region httponly samesite
  secure path domain maxage tokentype provider issuer iss aud count description minlength
  maxlength minimum maximum min max required mode format title name namespace message messages line column pos
  bits size
`);
