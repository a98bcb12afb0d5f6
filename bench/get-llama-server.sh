#!/bin/bash
# Brings a real llama-server for the tests that want one: the llama.cpp packages of Debian's unstable suite, unpacked
# into a folder. Nothing is installed on the system, and no root is needed beyond what apt itself asks for.
#
#   bench/get-llama-server.sh [FOLDER]        (usual folder: build/llama-server, where the tests look)
#
# Needs apt on an x86-64 machine and about 13 MB of download. The suite moves on, so the version does too.
set -euo pipefail

folder=$(realpath -m "${1:-build/llama-server}")
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
packages="llama.cpp-tools libllama0 libggml0 libc6 libgcc-s1 libstdc++6 libgomp1 libssl3t64 libzstd1 zlib1g"

die() { echo "get-llama-server: $*" >&2; exit 1; }
[ "$(uname -m)" = x86_64 ] || die "only x86-64 is served; set METIER_LLAMA_SERVER to a llama-server of your own"
command -v apt-get >/dev/null || die "apt-get is missing; set METIER_LLAMA_SERVER to a llama-server of your own"
[ -r "$keyring" ] || die "$keyring is missing; install debian-archive-keyring"

mirrors() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sort -u | grep -v security || true; }
mirror=$(mirrors | head -1)
mirror=${mirror:-https://deb.debian.org/debian/}

# apt works on its own lists and cache inside the folder, so the system's stay as they are
mkdir -p "$folder"/{lists/partial,cache/archives/partial,debs,root}
echo "deb [signed-by=$keyring] $mirror sid main" > "$folder/sources.list"
apt=(apt-get -qq -o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null
     -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache")
"${apt[@]}" update || die "the package lists of $mirror could not be fetched"
(cd "$folder/debs" && "${apt[@]}" download $packages) || die "the packages could not be fetched from $mirror"
for package in "$folder"/debs/*.deb; do dpkg -x "$package" "$folder/root"; done

# the newest instruction set that this processor has
variant=x64
grep -qw avx2 /proc/cpuinfo && variant=haswell
grep -qw avx512vbmi /proc/cpuinfo && variant=icelake

# the packages' own C library and loader, since they are newer than most systems
lib=$folder/root/usr/lib/x86_64-linux-gnu
cat > "$folder/llama-server" <<START
#!/bin/sh
export GGML_BACKEND_PATH=$lib/ggml/backends0/libggml-cpu-$variant.so
exec $lib/ld-linux-x86-64.so.2 --library-path $lib:$lib/llama:$lib/ggml/backends0 $folder/root/usr/bin/llama-server "\$@"
START
chmod +x "$folder/llama-server"
"$folder/llama-server" --version
echo "llama-server is ready: $folder/llama-server"
