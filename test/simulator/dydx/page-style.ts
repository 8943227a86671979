/** The look of the trading page. `§name` becomes a hashed class, as a build with styled components has them. */
export const style = `
:root { --bg:#18181b; --panel:#1c1c28; --raised:#252534; --line:#303044; --text:#d5d4e8; --strong:#f6f6ff; --faint:#807e98;
  --accent:#7774ff; --up:#3ed9a4; --down:#e45555; --up-soft:rgba(62,217,164,.14); --down-soft:rgba(228,85,85,.14); }
html[data-theme=light] { --bg:#eeeef5; --panel:#ffffff; --raised:#f1f1f8; --line:#dcdce8; --text:#3b3a52; --strong:#14132b; --faint:#77758f;
  --accent:#5d5bd6; --up:#0f8f63; --down:#cb3a3a; --up-soft:rgba(15,143,99,.12); --down-soft:rgba(203,58,58,.12); }
* { box-sizing:border-box; }
html, body { height:100%; margin:0; }
body { background:var(--bg); color:var(--text); font:13px/1.4 Satoshi, system-ui, sans-serif; font-variant-numeric:tabular-nums; }
button, input { font:inherit; color:inherit; background:none; border:0; padding:0; }
button { cursor:pointer; }
#root { min-height:100%; }
.§app { display:grid; min-height:100vh; grid-template-rows:52px 1fr; }
.§header { display:flex; align-items:center; gap:22px; padding:0 18px; background:var(--panel); border-bottom:1px solid var(--line); }
.§brand { font-size:18px; font-weight:700; color:var(--strong); letter-spacing:-.02em; }
.§nav { display:flex; gap:16px; flex:1; } .§nav a { color:var(--faint); text-decoration:none; cursor:pointer; } .§nav a.§on { color:var(--strong); }
.§wallet { position:relative; background:var(--raised); border-radius:8px; padding:6px 12px; }
.§menu { position:absolute; right:0; top:36px; z-index:20; background:var(--raised); border:1px solid var(--line); border-radius:8px; padding:6px; white-space:nowrap; }
.§menu button { display:block; padding:7px 10px; width:100%; text-align:left; }
.§trade { display:grid; grid-template-columns:320px minmax(420px,1fr) 260px; grid-template-rows:56px minmax(330px,1fr) minmax(190px,250px); min-height:0; }
.§panel { background:var(--panel); border:1px solid var(--line); border-width:0 1px 1px 0; min-width:0; min-height:0; }
.§ticker { grid-column:2 / 4; display:flex; align-items:center; gap:26px; padding:0 16px; white-space:nowrap; overflow:hidden; }
.§ticker b { color:var(--strong); } .§ticker span { color:var(--faint); margin-right:6px; }
.§symbols { display:flex; gap:4px; margin-left:auto; } .§symbols button { color:var(--faint); padding:4px 8px; border-radius:6px; } .§symbols button.§on { color:var(--strong); background:var(--raised); }
.§form { grid-row:1 / 4; padding:14px; display:flex; flex-direction:column; gap:12px; }
.§modes { display:grid; grid-template-columns:1fr 1fr; gap:8px; } .§modes button { background:var(--raised); border-radius:8px; height:34px; color:var(--strong); }
.§toggle { display:grid; grid-auto-flow:column; grid-auto-columns:1fr; background:var(--bg); border-radius:8px; padding:2px; }
.§toggle button { height:32px; border-radius:7px; color:var(--faint); } .§toggle button[data-state=on] { background:var(--raised); color:var(--strong); }
.§buy[data-state=on] { color:var(--up) !important; } .§sell[data-state=on] { color:var(--down) !important; }
.§field { display:grid; grid-template-columns:1fr auto; align-items:center; background:var(--raised); border:1px solid var(--line); border-radius:10px; padding:6px 12px; }
.§field label { grid-column:1; color:var(--faint); font-size:11px; } .§field input { grid-column:1; width:100%; color:var(--strong); font-size:15px; outline:none; }
.§field button, .§field em { grid-column:2; grid-row:1 / 3; font-style:normal; background:var(--panel); border-radius:6px; padding:4px 8px; }
.§check { display:flex; gap:8px; align-items:center; } .§check button { width:16px; height:16px; border-radius:4px; border:1px solid var(--faint); } .§check button[data-state=checked] { background:var(--accent); border-color:var(--accent); }
.§pair { display:flex; justify-content:space-between; } .§pair span { color:var(--faint); }
.§submit { height:44px; border-radius:10px; background:var(--accent); color:#fff; font-weight:600; } .§submit:disabled { opacity:.5; }
.§chart { grid-column:2; grid-row:2; position:relative; overflow:hidden; } .§chart canvas { position:absolute; inset:0; }
.§book { grid-column:3; grid-row:2; display:flex; flex-direction:column; justify-content:space-evenly; overflow:hidden; padding:6px 0; }
.§row { display:grid; grid-template-columns:1fr 1fr 1fr; padding:0 12px; position:relative; line-height:18px; }
.§row i { position:absolute; left:0; top:1px; bottom:1px; } .§row span { position:relative; } .§row span:nth-child(n+3) { text-align:right; }
.§ask .§price { color:var(--down); } .§ask i { background:var(--down-soft); } .§bid .§price { color:var(--up); } .§bid i { background:var(--up-soft); }
.§spread { text-align:center; color:var(--faint); white-space:pre; background:var(--raised); padding:2px; }
.§bottom { grid-column:2 / 4; grid-row:3; overflow:auto; }
.§table { width:100%; border-collapse:collapse; } .§table th { text-align:left; font-weight:400; color:var(--faint); font-size:11px; padding:8px 12px; } .§table td { padding:5px 12px; white-space:nowrap; }
.§up { color:var(--up); } .§down { color:var(--down); } .§plainPage { padding:28px; }
.§toast { position:fixed; right:16px; bottom:16px; background:var(--raised); border:1px solid var(--line); border-radius:8px; padding:10px 14px; }
`;
