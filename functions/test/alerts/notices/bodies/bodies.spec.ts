import assert from 'node:assert/strict';

import { discordBody } from '../../../../src/alerts/notices/bodies/discord.js';
import { email } from '../../../../src/alerts/notices/bodies/email.js';
import { pagerDutyBody } from '../../../../src/alerts/notices/bodies/pagerduty.js';
import { slackBody } from '../../../../src/alerts/notices/bodies/slack.js';
import { teamsBody } from '../../../../src/alerts/notices/bodies/teams.js';
import { webhookBody } from '../../../../src/alerts/notices/bodies/webhook.js';
import {
  MAX_ALERT_NAME_LENGTH,
  MAX_ALERT_QUERY_LENGTH,
  MAX_NOTICE_LINE_LENGTH,
  MAX_NOTICE_LINES,
} from '../../../../src/limits.js';
import { aLine, aNotice } from '../../../support/notices.js';

const CODE = '```';
const ZERO_WIDTH = '\u200B';

describe('the body of a notice', () => {
  it('for a webhook is an event of Standard Webhooks with all that is known', () => {
    assert.deepEqual(webhookBody(aNotice()), {
      type: 'alert.fired',
      timestamp: '2026-11-28T10:05:00Z',
      data: {
        notice_id: '2f9c1f0e-0000-4000-8000-000000000001_1',
        tenant_id: 'acme',
        alert: {
          alert_id: '2f9c1f0e-0000-4000-8000-000000000001',
          name: 'Payments fail',
          query: 'severity>=ERROR payment',
          condition: { kind: 'count', matches: 3, minutes: 5 },
        },
        count: 3,
        from: '2026-11-28T10:00:00Z',
        to: '2026-11-28T10:05:00Z',
        logs: ['payment 1 failed', 'payment 2 failed'].map((text) => ({
          log_id: 'l1',
          time: '2026-11-28T10:04:58Z',
          severity: 'ERROR',
          text,
        })),
        link: 'https://logs.example/?tenant=acme&q=payment',
      },
    });
    assert.equal(webhookBody(aNotice({ is_test: true })).type, 'alert.test');
  });

  it('for Slack shows the texts as they are and links nothing but the search', () => {
    assert.equal(
      slackBody(aNotice()).text,
      [
        '*Payments fail*: 3 logs in 5 minutes',
        `${CODE}\nseverity&gt;=ERROR payment\n${CODE}`,
        `${CODE}\n2026-11-28T10:04:58Z ERROR payment 1 failed\n2026-11-28T10:04:58Z ERROR payment 2 failed\n${CODE}`,
        '<https://logs.example/?tenant=acme&q=payment|Open the search>',
      ].join('\n'),
    );
  });

  for (const [text, expected] of [
    [
      '<!channel> <@U123> <https://evil.example|here>',
      '&lt;!channel&gt; &lt;@U123&gt; &lt;https://evil.example|here&gt;',
    ],
    ['a &amp; b', 'a &amp;amp; b'],
    [`${CODE} *bold*`, `\`${ZERO_WIDTH}\`${ZERO_WIDTH}\` *bold*`],
    ['first\nsecond\r\nthird', 'first ⏎ second ⏎ third'],
  ] as const) {
    it(`for Slack escapes ${JSON.stringify(text)}`, () => {
      const body = slackBody(aNotice({ lines: [aLine(text)] }));
      assert.ok(body.text.includes(`ERROR ${expected}\n${CODE}`), body.text);
      assert.deepEqual([body.parse, body.link_names], ['none', false]);
    });
  }

  it('for Slack has no backticks in the name, which would pair with those of the blocks', () => {
    const { text } = slackBody(aNotice({ name: `Payments ${CODE} fail` }));
    assert.equal(text.split(CODE).length, 5);
    assert.ok(text.startsWith('*Payments ’’’ fail*'));
  });

  it('for Discord mentions nobody', () => {
    const body = discordBody(aNotice({ name: '@everyone', lines: [aLine('@everyone <@123>')] }));
    assert.deepEqual(body.allowed_mentions, { parse: [] });
    assert.ok(!('content' in body));
  });

  it('for Discord escapes formatting in a name, and keeps a text in its block', () => {
    const body = discordBody(
      aNotice({ name: '**a** [b](https://evil.example)', lines: [aLine(`${CODE}\n# c`)] }),
    );
    const [embed] = body.embeds;
    assert.equal(embed?.title, String.raw`\*\*a\*\* \[b\]\(https\://evil\.example\)`);
    const blocks = embed?.description.split(CODE) ?? [];
    assert.equal(blocks.length, 5, 'two blocks, opened and closed');
    assert.ok(blocks[3]?.includes(`\`${ZERO_WIDTH}\`${ZERO_WIDTH}\` ⏎ # c`), blocks[3]);
  });

  it('for Discord is below its limits with the longest texts', () => {
    const [embed] = discordBody(aNotice(longest('`'))).embeds;
    assert.ok((embed?.title.length ?? 0) <= 256);
    assert.ok((embed?.description.length ?? 0) <= 4096, String(embed?.description.length));
  });

  it('for Teams is an Adaptive Card whose texts are runs, without markup', () => {
    const text = '[click](https://evil.example) <at>all</at> **b**';
    const body = teamsBody(aNotice({ name: text, query: text, lines: [aLine(text), aLine('b')] }));
    const card = body.attachments[0]?.content;
    const types = card?.body.map(({ type, inlines }) => [type, ...inlines.map((run) => run.type)]);
    assert.deepEqual(
      types,
      Array.from({ length: 5 }, () => ['RichTextBlock', 'TextRun']),
    );
    assert.deepEqual(
      card?.body.map(({ inlines }) => inlines[0]?.text),
      [
        text,
        '3 logs in 5 minutes',
        text,
        `2026-11-28T10:04:58Z ERROR ${text}`,
        '2026-11-28T10:04:58Z ERROR b',
      ],
    );
    assert.deepEqual(card?.actions, [
      { type: 'Action.OpenUrl', title: 'Open the search', url: aNotice().link },
    ]);
    assert.ok(!('msteams' in (card ?? {})), 'no mentions');
  });

  it('for PagerDuty is one incident, however often it comes', () => {
    const body = pagerDutyBody(aNotice(), 'R'.repeat(32));
    assert.equal(body.dedup_key, aNotice().id);
    assert.equal(body.payload.summary, 'Payments fail: 3 logs in 5 minutes');
    assert.equal(body.payload.severity, 'error');
    assert.equal(pagerDutyBody(aNotice({ is_test: true }), '').payload.severity, 'info');
  });

  it('for PagerDuty is below its limits with the longest texts', () => {
    const body = pagerDutyBody(aNotice(longest('\u0001')), 'R'.repeat(32));
    assert.ok(body.payload.summary.length <= 1024);
    assert.ok(JSON.stringify(body).length <= 512_000);
  });

  it('for a mail has a subject of one line and no markup of others', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&\nBcc: all@evil.example';
    const { to, message } = email(
      aNotice({ name: evil, query: evil, lines: [aLine(evil)] }),
      'a@b.example',
    );
    assert.deepEqual(to, ['a@b.example']);
    assert.ok(!/[\r\n]/.test(message.subject), message.subject);
    assert.deepEqual(
      [...message.html.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag),
      [
        'p',
        'strong',
        'strong',
        'br',
        'p',
        'p',
        'code',
        'code',
        'p',
        'pre',
        'pre',
        'p',
        'a',
        'a',
        'p',
      ],
    );
    assert.equal(
      [...message.html.matchAll(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;/g)].length,
      3,
    );
  });

  for (const [condition, count, expected] of [
    [{ kind: 'count', matches: 1, minutes: 1 }, 1, '1 log in 1 minute'],
    [{ kind: 'count', matches: 3, minutes: 10 }, 1234, '1234 logs in 10 minutes'],
    [{ kind: 'none', minutes: 30 }, 0, 'No log for 30 minutes'],
  ] as const) {
    it(`says ${expected} in every form`, () => {
      const notice = aNotice({ condition, count, lines: [] });
      const texts = [
        slackBody(notice),
        discordBody(notice),
        teamsBody(notice),
        pagerDutyBody(notice, ''),
        email(notice, 'a@b.example'),
      ];
      for (const text of texts) assert.ok(JSON.stringify(text).includes(expected));
    });
  }

  it('shows no character that breaks a line, reorders it or cannot be seen', () => {
    const notice = aNotice({ lines: [aLine('a\u202Eb\u0000c\u0085d\u2028e\uFEFFf 👩‍💻')] });
    const text = 'a\uFFFDb\uFFFDc\uFFFDd ⏎ e\uFFFDf 👩‍💻';
    for (const body of [
      slackBody(notice),
      discordBody(notice),
      teamsBody(notice),
      email(notice, ''),
    ]) {
      assert.ok(JSON.stringify(body).includes(text));
    }
  });
});

function longest(character: string) {
  return {
    name: character.repeat(MAX_ALERT_NAME_LENGTH),
    query: character.repeat(MAX_ALERT_QUERY_LENGTH),
    lines: Array(MAX_NOTICE_LINES).fill(aLine(character.repeat(MAX_NOTICE_LINE_LENGTH))),
  };
}
