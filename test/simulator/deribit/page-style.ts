/** The look of the trading page. `§name` becomes a hashed class, as a build of a real site has them. */
export const style = `
:root { --bg:#11141c; --panel:#191d28; --raised:#232938; --line:#2b3244; --text:#eef1f8; --soft:#a3adc2; --faint:#7a859c; --accent:#3fa7ff; --up:#2fb586; --down:#f0616d; --up-soft:rgba(47,181,134,.16); --down-soft:rgba(240,97,109,.16); }
html[data-theme=light] { --bg:#eef0f5; --panel:#ffffff; --raised:#f2f4f9; --line:#dde2ec; --text:#131722; --soft:#4d576b; --faint:#7c869b; --accent:#0b6fd0; --up:#12855d; --down:#cc3a48; --up-soft:rgba(18,133,93,.12); --down-soft:rgba(204,58,72,.12); }
* { box-sizing:border-box; }
html, body { height:100%; margin:0; }
body { background:var(--bg); color:var(--text); font:12px/1.4 Inter, system-ui, sans-serif; font-variant-numeric:tabular-nums; }
button, input { font:inherit; color:inherit; background:none; border:0; padding:0; }
button { cursor:pointer; }
.§app { display:grid; min-height:100vh; grid-template-rows:46px 1fr; }
.§header { display:flex; align-items:center; gap:24px; padding:0 16px; background:var(--panel); border-bottom:1px solid var(--line); }
.§brand { font-size:16px; letter-spacing:.02em; }
.§nav { display:flex; gap:18px; flex:1; } .§nav a { color:var(--soft); text-decoration:none; } .§nav a.§on { color:var(--accent); }
.§wallet { border:1px solid var(--line); border-radius:6px; padding:6px 12px; position:relative; }
.§menu { position:absolute; right:0; top:34px; z-index:20; background:var(--raised); border:1px solid var(--line); border-radius:6px; padding:6px; min-width:140px; }
.§menu button { display:block; width:100%; text-align:left; padding:7px 10px; }
.§trade { display:grid; gap:4px; padding:4px; grid-template-columns:minmax(420px,1fr) 250px 310px; grid-template-rows:56px minmax(340px,1fr) minmax(180px,240px); min-height:0; }
.§panel { background:var(--panel); border-radius:4px; min-width:0; min-height:0; }
.§ticker { grid-column:1 / 3; display:flex; align-items:center; gap:26px; padding:0 14px; white-space:nowrap; overflow:hidden; }
.§symbol { font-size:17px; font-weight:600; } .§stat span { display:block; color:var(--faint); font-size:11px; }
.§symbols { display:flex; gap:4px; margin-left:auto; } .§symbols button { color:var(--soft); padding:4px 8px; border-radius:4px; } .§symbols button.§on { color:var(--text); background:var(--raised); }
.§chart { grid-column:1; grid-row:2; display:flex; padding:8px; } .§canvas { flex:1; min-height:0; position:relative; overflow:hidden; } .§canvas canvas { position:absolute; inset:0; }
.§book { grid-column:2; grid-row:2; display:flex; flex-direction:column; overflow:hidden; }
.§bookRows { flex:1; display:flex; flex-direction:column; justify-content:space-evenly; min-height:0; overflow:hidden; }
.§row span { position:relative; }
.§bookRows .§row { display:grid; grid-template-columns:1fr 1fr 1fr; padding:0 12px; position:relative; line-height:18px; }
.§bookRows .§row i { position:absolute; left:0; top:1px; bottom:1px; }
.§bookRows .§row span:nth-child(n+2) { text-align:right; }
.§ask .§price { color:var(--down); } .§ask .§bar { background:var(--down-soft); } .§bid .§price { color:var(--up); } .§bid .§bar { background:var(--up-soft); }
.§size, .§total { color:var(--soft); } .§spread { background:var(--raised); text-align:center; padding:3px; color:var(--soft); white-space:pre; }
.§side { grid-column:3; grid-row:1 / 4; display:flex; flex-direction:column; gap:4px; }
.§form { padding:12px; display:flex; flex-direction:column; gap:10px; }
.§formTabs, .§tabs { display:flex; border-bottom:1px solid var(--line); }
.§formTabs button, .§tabs button { flex:1; height:32px; color:var(--soft); border-bottom:2px solid transparent; margin-bottom:-1px; } .§tabs button { flex:none; padding:0 12px; }
.§formTabs button.§on, .§tabs button.§on { color:var(--text); border-color:var(--accent); }
.§label { display:block; color:var(--soft); margin-bottom:4px; }
.§field { display:flex; align-items:center; height:34px; padding:0 10px; border:1px solid var(--line); border-radius:4px; gap:8px; }
.§field input { flex:1; min-width:0; height:100%; outline:0; } .§field span { color:var(--soft); } .§field button { color:var(--accent); }
.§check { display:flex; align-items:center; gap:8px; width:max-content; }
.§sides { display:grid; grid-template-columns:1fr 1fr; gap:8px; } .§sides button { height:36px; border-radius:4px; color:#fff; font-weight:600; }
.§buy { background:#12855d; } .§sell { background:#c23442; } .§sides button:disabled { opacity:.45; }
.§rule { height:1px; background:var(--line); } .§pairs { display:flex; flex-direction:column; gap:5px; }
.§pair { display:flex; justify-content:space-between; } .§pair span:first-child { color:var(--soft); }
.§account { padding:12px; display:flex; flex-direction:column; gap:6px; } .§account h3 { margin:6px 0 0; font-size:12px; }
.§bottom { grid-column:1 / 3; grid-row:3; overflow:auto; }
.§table { width:100%; border-collapse:collapse; } .§table th { text-align:left; font-weight:400; color:var(--faint); font-size:11px; padding:7px 12px 4px; } .§table td { padding:4px 12px; white-space:nowrap; } .§table a { cursor:pointer; color:var(--accent); }
.§up { color:var(--up); } .§down { color:var(--down); } .§dim { color:var(--faint); }
.§toast { position:fixed; left:16px; bottom:16px; background:var(--raised); border-left:3px solid var(--accent); padding:10px 14px; } .§toast.§bad { border-color:var(--down); }
.§plainPage { padding:28px; }
`;
