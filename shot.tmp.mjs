import { chromium } from "playwright-core";
const [base, out, ...pages] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
for (const [size, vp] of [["wide",{width:1440,height:900}],["phone",{width:390,height:844}]]) for (const scheme of ["light","dark"]) {
  const c = await b.newContext({ viewport: vp, colorScheme: scheme });
  for (const p of pages) { const [n, path] = p.split("="); if (process.env.ONLY && !`${size}-${scheme}`.match(process.env.ONLY)) continue;
    const page = await c.newPage(); page.on("console", m => m.type()==="error" && console.log(n, m.text())); page.on("pageerror", e => console.log(n, e.message));
    await page.goto(base + path); await page.waitForTimeout(Number(process.env.WAIT ?? 3000)); await page.screenshot({ path: `${out}/${n}-${size}-${scheme}.png` }); await page.close(); }
  await c.close();
}
await b.close();
