/// What the pages look like: light or dark as the reader's system says, from 320 pixels on.
enum StyleSheet {
  static let css = """
    :root {
      color-scheme: light dark;
      --paper: #fbfbf9; --sheet: #ffffff; --ink: #1c1e21; --faint: #55595f; --line: #d9dadc;
      --link: #0b57a4; --mark: #ffe9a8; --high: #a3121f; --high-paper: #fde8e8; --chip: #eceff3;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181b; --sheet: #1f2226; --ink: #e7e8ea; --faint: #a9aeb5; --line: #3a3e44;
        --link: #8ab8f2; --mark: #5c4a12; --high: #ffa3a8; --high-paper: #46181c; --chip: #2d3238;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, "Noto Sans", sans-serif; overflow-wrap: anywhere;
    }
    header, main { max-width: 52rem; margin: 0 auto; padding: 0 1rem; }
    header { padding-top: 0.75rem; }
    main { padding-bottom: 3rem; }
    h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.5rem 0 1rem; }
    h2 { font-size: 1.15rem; line-height: 1.35; margin: 1.75rem 0 0.5rem; }
    article h2 { margin: 0.25rem 0; }
    p { margin: 0.5rem 0; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    a, button, input, select { border-radius: 0.25rem; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    .home { display: inline-block; padding: 0.25rem 0; font-weight: 700; text-decoration: none; }
    form.filter {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.75rem;
      align-items: end; padding: 1rem; margin-bottom: 1rem;
      background: var(--sheet); border: 1px solid var(--line); border-radius: 0.5rem;
    }
    label { display: block; font-size: 0.875rem; color: var(--faint); }
    input, select, button {
      width: 100%; min-height: 2.5rem; padding: 0.25rem 0.5rem; font: inherit;
      color: var(--ink); background: var(--paper); border: 1px solid var(--faint);
    }
    button { background: var(--link); color: var(--sheet); border-color: var(--link);
      font-weight: 600; cursor: pointer; }
    form.acknowledge button { width: auto; padding: 0.5rem 1.25rem; }
    ol.alerts, ul.plain { list-style: none; margin: 0; padding: 0; }
    article {
      padding: 0.75rem 1rem 0.9rem; margin-bottom: 0.75rem; background: var(--sheet);
      border: 1px solid var(--line); border-radius: 0.5rem;
    }
    article.high { border-left: 4px solid var(--high); }
    .meta { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: center; margin: 0;
      font-size: 0.9rem; color: var(--faint); }
    .chip { display: inline-block; line-height: 1.6rem; padding: 0 0.5rem;
      background: var(--chip); color: var(--ink); border-radius: 0.8rem; }
    a.chip { color: var(--link); }
    .chip.high { background: var(--high-paper); color: var(--high); font-weight: 600; }
    .source { color: var(--faint); font-size: 0.9rem; }
    .details, .plain a, nav a { display: inline-block; min-height: 1.6rem; }
    blockquote { margin: 0.5rem 0; padding-left: 0.75rem; border-left: 3px solid var(--line); }
    mark { background: var(--mark); color: var(--ink); padding: 0 0.1em; }
    nav { display: flex; gap: 1.5rem; padding: 0.5rem 0; }
    dl { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: 0.25rem 1rem;
      margin: 0.5rem 0; }
    dt { color: var(--faint); }
    dd { margin: 0; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
    th, td { text-align: start; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0;
      border-bottom: 1px solid var(--line); overflow-wrap: normal; }
    th { color: var(--faint); font-weight: 600; }
    td { overflow-wrap: anywhere; min-width: 6rem; }
    code { font-family: ui-monospace, monospace; font-size: 0.9em; }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    @media print { form, nav { display: none; } }

    """

  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7" fill="#0b57a4"/><circle cx="8" cy="8" r="3" fill="#fff"/></svg>

    """
}
