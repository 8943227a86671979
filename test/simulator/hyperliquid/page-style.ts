/** The look of the trading page. `§name` becomes a hashed class, as a build of the real app has them. */

export const style = `
:root { --bg:#0a1318; --panel:#0f1a1f; --raised:#16252c; --line:#223139; --text:#f6fefd; --soft:#a5b5b7; --faint:#6f8287;
  --accent:#50d2c1; --on-accent:#04201c; --up:#1fa67d; --down:#ed7088; --up-soft:rgba(31,166,125,.16); --down-soft:rgba(237,112,136,.16); }
html[data-theme=light] { --bg:#eceff1; --panel:#ffffff; --raised:#f1f4f5; --line:#dde4e6; --text:#0b1a1f; --soft:#51656b; --faint:#7c8f94;
  --accent:#0d8f7f; --on-accent:#ffffff; --up:#0f8a64; --down:#d23f5e; --up-soft:rgba(15,138,100,.12); --down-soft:rgba(210,63,94,.12); }
* { box-sizing:border-box; }
html, body { height:100%; margin:0; }
body { background:var(--bg); color:var(--text); font:12px/1.4 Inter, system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric:tabular-nums; }
button, input { font:inherit; color:inherit; background:none; border:0; padding:0; outline-offset:1px; }
button { cursor:pointer; }
#root { min-height:100%; }
.§app { display:grid; min-height:100vh; grid-template-rows:48px 1fr; }
.§header { display:flex; align-items:center; gap:26px; padding:0 18px; background:var(--panel); border-bottom:1px solid var(--line); }
.§brand { display:flex; align-items:center; gap:9px; font-size:16px; font-weight:600; letter-spacing:-.01em; }
.§brand svg { width:22px; height:22px; fill:var(--accent); }
.§nav { display:flex; gap:20px; flex:1; }
.§nav a { color:var(--soft); text-decoration:none; cursor:pointer; }
.§nav a.§on { color:var(--accent); }
.§wallet { border:1px solid var(--line); border-radius:8px; padding:6px 12px; position:relative; }
.§menu { position:absolute; z-index:20; background:var(--raised); border:1px solid var(--line); border-radius:8px; padding:6px; min-width:150px; box-shadow:0 12px 32px rgba(0,0,0,.35); }
.§menu button { display:block; width:100%; text-align:left; padding:7px 10px; border-radius:6px; white-space:nowrap; }
.§menu button:hover { background:var(--line); }
.§walletMenu { right:0; top:34px; }
.§trade { display:grid; gap:4px; padding:4px; grid-template-columns:minmax(420px,1fr) 272px 320px; grid-template-rows:58px minmax(340px,1fr) minmax(190px,250px); min-height:0; }
.§panel { background:var(--panel); border-radius:6px; min-width:0; min-height:0; }
.§ticker { grid-column:1 / 3; display:flex; align-items:center; gap:30px; padding:0 16px; white-space:nowrap; overflow:hidden; }
.§symbol { display:flex; align-items:center; gap:10px; font-size:19px; font-weight:600; }
.§coin { width:24px; height:24px; border-radius:50%; display:grid; place-items:center; font-size:11px; font-weight:700; color:#fff; background:linear-gradient(140deg,#f7b24a,#e0762e); }
.§badge { font-size:11px; font-weight:500; color:var(--accent); background:color-mix(in srgb, var(--accent) 14%, transparent); border-radius:5px; padding:2px 7px; }
.§stat span { display:block; color:var(--faint); font-size:11px; }
.§symbols { display:flex; gap:4px; margin-left:auto; }
.§symbols button { color:var(--soft); border-radius:6px; padding:4px 8px; }
.§symbols button.§on { color:var(--text); background:var(--raised); }
.§chart { grid-column:1; grid-row:2; display:flex; flex-direction:column; padding:8px 0 4px 10px; }
.§chartBar { display:flex; gap:14px; color:var(--faint); padding:0 0 6px; }
.§chartBar b { color:var(--accent); font-weight:500; }
.§canvas { flex:1; min-height:0; position:relative; overflow:hidden; }
.§canvas canvas { position:absolute; inset:0; }
.§book { grid-column:2; grid-row:2; display:flex; flex-direction:column; padding:0 0 6px; overflow:hidden; }
.§tabs { display:flex; gap:2px; padding:0 10px; border-bottom:1px solid var(--line); }
.§tabs button { color:var(--soft); padding:10px 8px 9px; border-bottom:2px solid transparent; margin-bottom:-1px; }
.§tabs button.§on { color:var(--text); border-color:var(--accent); }
.§bookHead, .§row { display:grid; grid-template-columns:1fr 1fr 1fr; padding:0 12px; position:relative; }
.§bookHead { color:var(--faint); padding:7px 12px 5px; font-size:11px; }
.§bookHead span:nth-child(n+2), .§row span:nth-child(n+2) { text-align:right; }
.§bookRows { flex:1; display:flex; flex-direction:column; justify-content:space-evenly; min-height:0; overflow:hidden; }
.§row { line-height:18px; }
.§row i { position:absolute; left:0; top:1px; bottom:1px; z-index:0; }
.§row span { position:relative; z-index:1; }
.§ask .§price { color:var(--down); } .§ask i { background:var(--down-soft); }
.§bid .§price { color:var(--up); } .§bid i { background:var(--up-soft); }
.§spread { background:var(--raised); text-align:center; padding:3px; color:var(--soft); white-space:pre; }
.§side { grid-column:3; grid-row:1 / 4; display:flex; flex-direction:column; gap:4px; background:none; }
.§form { padding:12px; display:flex; flex-direction:column; gap:10px; }
.§modes { display:grid; grid-template-columns:1fr 1fr 1fr; gap:6px; }
.§modes button { background:var(--raised); border-radius:7px; height:32px; font-weight:500; }
.§formTabs { display:flex; border-bottom:1px solid var(--line); }
.§formTabs button { flex:1; height:34px; color:var(--soft); border-bottom:2px solid transparent; margin-bottom:-1px; }
.§formTabs button.§on { color:var(--text); border-color:var(--accent); }
.§sides { display:grid; grid-template-columns:1fr 1fr; background:var(--raised); border-radius:8px; }
.§sides button { height:34px; border-radius:8px; font-weight:500; }
.§sides button.§buyOn { background:var(--accent); color:var(--on-accent); }
.§sides button.§sellOn { background:var(--down); color:#fff; }
.§pairs { display:flex; flex-direction:column; gap:5px; }
.§pair { display:flex; justify-content:space-between; }
.§pair span:first-child { color:var(--soft); }
.§field { display:flex; align-items:center; height:36px; padding:0 10px; border:1px solid var(--line); border-radius:8px; gap:8px; position:relative; }
.§field:focus-within { border-color:var(--accent); }
.§field > span { color:var(--soft); white-space:nowrap; }
.§field input { flex:1; min-width:0; text-align:right; height:100%; outline:0; }
.§field button { color:var(--accent); }
.§unitMenu { right:0; top:38px; }
.§slider { display:flex; align-items:center; gap:10px; }
.§slider input[type=range] { flex:1; accent-color:var(--accent); height:4px; }
.§percent { width:64px; }
.§check { display:flex; align-items:center; gap:8px; cursor:pointer; width:max-content; }
.§check input { accent-color:var(--accent); width:15px; height:15px; margin:0; }
.§submit { height:38px; border-radius:8px; background:var(--accent); color:var(--on-accent); font-weight:600; }
.§submit:disabled { opacity:.45; cursor:default; }
.§rule { height:1px; background:var(--line); }
.§account { padding:12px; display:flex; flex-direction:column; gap:8px; }
.§account h3, .§overview h3 { margin:0; font-size:12px; font-weight:600; }
.§account .§pair span:first-child { text-decoration:underline dotted var(--line); text-underline-offset:3px; }
.§bottom { grid-column:1 / 3; grid-row:3; overflow:auto; }
.§table { width:100%; border-collapse:collapse; }
.§table th { text-align:left; font-weight:400; color:var(--faint); font-size:11px; padding:7px 12px 4px; white-space:nowrap; position:sticky; top:0; background:var(--panel); }
.§table td { padding:4px 12px; white-space:nowrap; }
.§table td b { font-weight:500; } .§table td em { font-style:normal; color:var(--accent); font-size:11px; margin-left:5px; }
.§table a { cursor:pointer; color:var(--accent); }
.§up { color:var(--up); } .§down { color:var(--down); } .§dim { color:var(--faint); }
.§toast { position:fixed; left:16px; bottom:16px; background:var(--raised); border:1px solid var(--line); border-left:3px solid var(--accent); border-radius:8px; padding:10px 14px; box-shadow:0 12px 32px rgba(0,0,0,.35); max-width:340px; }
.§toast.§bad { border-left-color:var(--down); }
.§veil { position:fixed; inset:0; background:rgba(0,0,0,.5); display:grid; place-items:center; z-index:30; }
.§dialog { background:var(--panel); border:1px solid var(--line); border-radius:12px; padding:20px; width:320px; display:flex; flex-direction:column; gap:14px; }
.§dialog h2 { margin:0; font-size:16px; font-weight:600; }
.§choice { display:grid; gap:8px; }
.§choice button { border:1px solid var(--line); border-radius:8px; padding:10px; text-align:left; }
.§choice button.§on { border-color:var(--accent); }
.§plainPage { padding:28px; max-width:880px; }
`;
