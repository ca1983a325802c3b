// Shows that the gate passes a clean site and names each fault of a broken one, and that people can use a form.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { gate } from './gate.mjs';
import { openBrowser } from './chromium.mjs';
import { person, ways } from './people.mjs';
import { shapes, unreached } from './shapes.mjs';
import { weight } from './weight.mjs';

const style = 'a:focus, button:focus, input:focus { outline: 3px solid #1a1a1a; } body { background: #fff; color: #1a1a1a; font-size: 1rem; } @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #9cf; } }';

const clean = (main, { heading = 'Home', lang = 'en-GB', head = '' } = {}) => `<!DOCTYPE html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading} – Site</title><link rel="stylesheet" href="/style.css">${head}</head>
<body><a href="#main">Skip to main content</a><header><p>Site</p></header>
<main id="main"><h1>${heading}</h1>${main}</main><footer><p>Footer</p></footer></body></html>`;

const faults = {
  'a second h1': [clean('<h1>Again</h1>'), /2 h1/],
  'a repeated id': [clean('<p id="a">1</p><p id="a">2</p>'), /repeated ids: a/],
  'sideways scrolling': [clean(`<p>${'x'.repeat(400)}</p>`), /scrolls sideways at 320 px/],
  'a field without a label': [clean('<form action="/"><input name="q"><button>Find</button></form>'), /no label/],
  'a form without a button': [clean('<form action="/"><label>Find <input name="q"></label></form>'), /cannot be sent/],
  'a dead link': [clean('<p><a href="/gone">Gone</a></p>'), /status 404/],
  'a link to nothing on the page': [clean('<p><a href="#nowhere">Nowhere</a></p>'), /link to nothing/],
  'an inline style': [clean('<p style="color:red">Red</p>'), /inline style/],
  'a request to another origin': [clean('<p><img src="http://outside.invalid/x.png" alt="A dot"></p>'), /request outside|console: .*Content Security Policy/],
  'pale text': [clean('<p><font color="#cccccc">Pale</font></p>'), /axe color-contrast/],
  'a wrong language': [clean('<p>Hello</p>', { lang: 'en' }), /lang is "en"/],
  'invalid HTML': [clean('<ul><p>no item</p></ul>'), /html: /],
  'a leaked template': [clean('<p>{{ name }}</p>'), /template text/],
  'a table without a caption': [clean('<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'), /no caption/],
};

const pathOf = (name) => `/${name.replaceAll(' ', '-')}`;

const everyField = clean(`<form action="/heard"><label for="a">Your name</label> <input id="a" name="name" value="old">
<label for="b">Type</label> <select id="b" name="type"><option value="l">Learning</option><option value="d">Delivery</option></select>
<fieldset><legend>Ask for help</legend>${['No', 'Sometimes', 'Yes'].map((word) => `<label><input type="radio" name="ask" value="${word}"> ${word}</label>`).join(' ')}</fieldset>
<label for="c">What is happening? <span>(optional)</span></label> <textarea id="c" name="text"></textarea>
<label><input type="checkbox" name="tick" value="1"> Leading together</label> <button>Save</button></form>`);

const pages = {
  '/form': everyField,
  '/': clean('<p><a href="/second">The second page</a></p>'),
  '/second': clean('<p><a href="/">The first page</a></p>', { heading: 'Second' }),
  ...Object.fromEntries(Object.entries(faults).map(([name, [html]]) => [pathOf(name), html])),
};

let site;
let base;
let broken;

before(async () => {
  site = http.createServer((request, response) => {
    const path = request.url.split('?')[0];
    if (path === '/favicon.ico') return response.setHeader('content-type', 'image/svg+xml').end('<svg xmlns="http://www.w3.org/2000/svg"/>');
    if (path === '/style.css') return response.setHeader('content-type', 'text/css').end(style);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/heard') return response.end(clean(`<p>${new URLSearchParams(request.url.split('?')[1])}</p>`));
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'self'; img-src 'self' data:");
    if (path === '/heavy') return response.end(clean(`<p>${'word '.repeat(20_000)}</p>`));
    if (!pages[path]) response.statusCode = 404;
    return response.end(pages[path] ?? clean('<p>Nothing is here.</p>', { heading: 'Page not found' }));
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${site.address().port}`;
});

after(() => site.close());

const visitor = [{ who: 'a visitor' }];

test('a clean site passes, and every page of it was seen', async () => {
  const { failures, pages: seen } = await gate({ base, people: visitor });
  assert.deepEqual(failures, []);
  assert.equal(seen, 3);
});

for (const [name, [, expected]] of Object.entries(faults)) {
  test(`${name} is found`, async () => {
    broken ??= gate({
      base, people: visitor, start: Object.keys(faults).map((each) => ({ address: pathOf(each), status: 200 })),
    });
    const { failures } = await broken;
    const here = failures.filter((failure) => failure.startsWith(`${name === 'a dead link' ? '/gone' : pathOf(name)} `));
    assert.ok(here.some((failure) => expected.test(failure)), `not among:\n${here.join('\n')}`);
  });
}

test('a heavy page is found, a light one is not', async () => {
  const { failures } = await weight({
    base, people: visitor, start: [{ address: '/', status: 200 }, { address: '/heavy', status: 200 }],
  });
  assert.equal(failures.length, 1);
  assert.match(failures[0], /^\/heavy .*bytes/);
});

for (const way of ways) {
  test(`a form is filled ${way.name}`, async () => {
    const browser = await openBrowser();
    try {
      const somebody = await person(browser, base, 'Mia', way, []);
      await somebody.open('/form');
      await somebody.fill('Your name', 'Mia');
      await somebody.choose('Type', 'Delivery');
      await somebody.choose('Ask for help', 'Yes');
      await somebody.fill('What is happening?', 'One\nTwo');
      await somebody.tick('Leading together');
      await somebody.press('Save');
      await somebody.sees('name=Mia&type=d&ask=Yes&text=One%0D%0ATwo&tick=1');
      await assert.rejects(somebody.sees('nothing of the kind'), /Mia .* looks for "nothing of the kind" on \/heard/);
    } finally {
      await browser.close();
    }
  });
}

test('addresses of one route have one shape, and a route without a visit is named', () => {
  const routes = [
    { method: 'GET', path: '/threads/{id}/{slug}' },
    { method: 'GET', path: '/threads/new' },
    { method: 'POST', path: '/threads/{id}/replies' },
    { method: 'GET', path: '/about' },
  ];
  const shapeOf = shapes(routes);
  assert.equal(shapeOf('/threads/7/hello?page=2'), '/threads/{id}/{slug}?page');
  assert.equal(shapeOf('/threads/new'), '/threads/new');
  assert.equal(shapeOf('/people/mia'), '/people/:');
  assert.deepEqual(unreached(routes, ['/threads/new', '/threads/{id}/{slug}?page']), ['/about']);
});
