# What must hold of the service, run as root inside a machine with a real systemd.
# scripts/check-systemd starts it and tells where the functions (check, is, eventually, …) come from.

u=pantau.service
cd /src/pantau
state=/var/lib/private/pantau

# run_section HEADING: the commands of that section of the README, as they stand, without sudo.
run_section() {
  local commands
  commands=$(awk -v heading="$1" '$0 == heading {on = 1; next} /^#/ && !block {on = 0}
    on && /^```/ {block = !block && /^```sh$/; next} on && block' README.md | sed 's/^sudo //')
  [ -n "$commands" ] || { echo "README.md has no commands under '$1'"; return 1; }
  bash -eu -o pipefail -c "$commands"
}
alert_count() { pantau alerts --json | wc -l; }
has_item_alert() { pantau alerts --json | grep -q "\"guid\":\"$1\""; }
delivered_to_webhook() { grep -q '^good .*Bontang' /root/webhooks; }
settled() { systemctl is-active --quiet $u; }
# Writes a configuration with one feed that is asked each second; $1: more keys.
small_config() {
  cat > /etc/pantau/config.json <<JSON
{"feeds": [{"url": "file:uji.xml", "name": "Uji", "interval": "1s"}],
 "keywords": ["Bontang"${2-}],
 "polling": {"contact": "humas@example.org"}${1-}}
JSON
}
# Writes that feed with items 1 to $1.
feed() {
  local n
  { echo '<rss version="2.0"><channel><title>Uji</title>'
    for n in $(seq "$1"); do
      echo "<item><guid isPermaLink=\"false\">uji-$n</guid><title>Kabar Bontang nomor $n</title></item>"
    done
    echo '</channel></rss>'; } > /etc/pantau/uji.new
  mv /etc/pantau/uji.new /etc/pantau/uji.xml
}

echo "# the unit file"
verify=$(systemd-analyze verify --man=no systemd/pantau.service 2>&1)
like "verify warns of nothing but the missing binary" \
  "$(grep -v 'Command /usr/bin/pantau is not executable' <<< "$verify")" '^$'
check "exposure of at most 1.5" systemd-analyze security --offline=true --threshold=15 --no-pager systemd/pantau.service
systemd-analyze security --offline=true --no-pager systemd/pantau.service | tail -n 1 | sed 's/^/# /'

echo "# the README's way to install"
check "install, enable, start" run_section "### Install"
is "enabled" "$(systemctl is-enabled $u)" enabled
is "active" "$(systemctl is-active $u)" active || { finish; exit 1; }
is "Type" "$(prop $u Type)" notify
like "status text" "$(prop $u StatusText)" '^20 feeds'
eventually 5 "alerts of the sample are in the log" test -n "$(pantau alerts --keyword PBB --json)"
eventually 5 "alerts are in the journal" logged $u '"keywords":\["Bontang","PBB"\]'
check "log lines have priorities" grep -q 'pantau .* starts' <(journalctl -u $u -p notice..notice --no-pager -o cat)
check_not "no priority is left in the text" logged $u '^<[0-9]>'
check_not "the sandbox is in nobody's way" logged $u 'errno|not permitted|denied'
p=$(pid_of $u)
check_not "not root" grep -qE '^Uid:\s+0\s' /proc/$p/status
is "no capabilities" "$(awk '/^CapEff/ {print $2}' /proc/$p/status)" 0000000000000000
is "the state's mode" "$(stat -c %a $state)" 750
check "the database is in the state folder" test -s $state/pantau.sqlite3
check_not "no write to /etc" nsenter -t $p -m touch /etc/x
check "feeds can be read beside it" pantau feeds
like "a second one refuses and names the first" "$(pantau run --once 2>&1)" "process $p\\)"

echo "# reload"
feed 1; small_config
check "reload" systemctl reload $u
eventually 5 "what changed is logged" logged $u 'feed "Uji" added'
eventually 5 "the new feed is polled" has_item_alert uji-1
is "same process after a reload" "$(pid_of $u)" "$p"
like "the status counts one feed" "$(prop $u StatusText)" '^1 feed(,|$)'
echo '{"feeds": [}' > /etc/pantau/config.json
check "reload with a broken file" systemctl reload $u
eventually 5 "it says that the old one goes on" logged $u 'not reloaded; the old one goes on'
eventually 5 "it says where the fault is" logged $u 'config.json:1:12: error'
feed 2
eventually 5 "the old configuration goes on" logged $u '"guid":"uji-2"'
is "still the same process" "$(pid_of $u)" "$p"
small_config '' ', "banjir"'
check "reload with a good file again" systemctl reload $u
eventually 5 "the new keyword is logged" logged $u 'keyword "banjir" added'

echo "# kill -9"
n=$(alert_count)
kill -9 $p
eventually 15 "restarted" new_pid $u $p
eventually 5 "ready again" settled
is "one restart" "$(prop $u NRestarts)" 1
feed 3
eventually 5 "it polls again" has_item_alert uji-3
is "no alert twice, none lost" "$(alert_count)" $((n + 1))
is "each alert once in the journal" "$(logged $u '"guid":"uji-' | grep -o '"id":"[0-9A-Z]*"' | sort | uniq -d)" ""

echo "# watchdog"
mkdir -p /etc/systemd/system/pantau.service.d
printf '[Service]\nWatchdogSec=2s\n' > /etc/systemd/system/pantau.service.d/watchdog.conf
systemctl daemon-reload; systemctl restart $u
p=$(pid_of $u)
sleep 5
is "alive past the watchdog's time" "$(pid_of $u)" "$p"
kill -STOP $p
eventually 40 "a hung one is restarted" new_pid $u $p
check "the journal says why" logged $u 'Watchdog timeout'
eventually 5 "ready again" settled
rm /etc/systemd/system/pantau.service.d/watchdog.conf; systemctl daemon-reload

echo "# the README's secret for a webhook"
small_config ', "channels": {"newsroom": {"type": "webhook", "url": "http://127.0.0.1:9800/x", "secret": {"credential": "newsroom"}}}'
like "check warns outside the service, and only that" "$(pantau check 2>&1; echo "code $?")" 'newsroom.*code 0$'
check "secret, drop-in, restart" run_section "### Secrets"
is "the secret's mode" "$(stat -c %a /etc/pantau/secrets/newsroom)" 600
eventually 5 "ready with the secret" settled
python3 /src/pantau/systemd/check/webhook.py /etc/pantau/secrets/newsroom /root/webhooks & receiver=$!
feed 4
eventually 15 "a webhook arrives, well signed" delivered_to_webhook
check_not "none is badly signed" grep -q '^bad' /root/webhooks
check_not "the secret is nowhere in the journal" logged $u whsec_

echo "# the page"
small_config ', "web": {"listen": "127.0.0.1:8710", "publicURL": "https://pantau.example.org"}'
check "restart with a page" systemctl restart $u
eventually 5 "the sandbox lets it listen" logged $u 'the page is up'
is "it answers" "$(python3 -c 'import urllib.request as u; print(u.urlopen("http://127.0.0.1:8710/healthz").read())')" "b'ok\n'"
is "the key's mode" "$(stat -c %a $state/pantau.sqlite3.ack-key)" 600

echo "# stop"
p=$(pid_of $u) t0=$(date +%s%N)
check "stop" systemctl stop $u
ms=$((($(date +%s%N) - t0) / 1000000))
check "within 5 s ($ms ms)" test $ms -lt 5000
is "Result" "$(prop $u Result)" success
check "it says that it stopped" logged $u '^stopped'
check "the alert log can be read without it" has_item_alert uji-4
check "start after root has read the database" systemctl start $u
feed 5
eventually 10 "it still writes" has_item_alert uji-5
kill $receiver

echo "# a wrong configuration"
systemctl stop $u
echo '{"feeds": ["https://example.org/rss"], "keyword": ["Bontang"]}' > /etc/pantau/config.json
check_not "does not start" systemctl start $u
eventually 5 "failed" prop_is $u ActiveState failed
is "status 78" "$(prop $u ExecMainStatus)" 78
sleep 7
is "and is not started again" "$(prop $u NRestarts) $(prop $u ActiveState)" "0 failed"
check "the journal says what to write" logged $u 'config.json:1:40: error.*"keywords"'

echo "# the README's way out"
small_config
check "start once more" systemctl start $u
check "disable and remove" run_section "### Remove"
check_not "nothing runs" pgrep -x pantau
check_not "no data is left" test -e $state
