BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $packages = "$root/out/packages"
    # In CI the packages under test are those of the build; elsewhere they are made from what is here.
    if (-not ($env:CI -and (Test-Path $packages))) {
        # The address of a project that there is not, as a publisher would give it.
        $env:PROJECT_URI = $address = 'https://example.com/permmodule'
        $env:HELP_INFO_URI = "$address/help"
        $made = pwsh -NoProfile -NonInteractive -File "$root/build.ps1" -Task Package -CompileAhead
        $env:PROJECT_URI = $env:HELP_INFO_URI = $null
        $LASTEXITCODE | Should -Be 0 -Because ($made -join "`n")
    }
    $version = (Import-PowerShellDataFile $manifest).ModuleVersion
    $package = "$packages/PermModule.$version.nupkg"
    $modules = "$TestDrive/modules"
    $unpacked = "$modules/PermModule/$version"
    [IO.Compression.ZipFile]::ExtractToDirectory($package, $unpacked)
}

Describe 'The package of the module' {
    It 'holds a module that is valid, with release notes from the changelog' {
        $info = Test-ModuleManifest "$unpacked/PermModule.psd1"
        $info.ExportedCmdlets.Count | Should -Be 75
        $info.ReleaseNotes | Should -Match '### Added'
        (Get-Content "$root/CHANGELOG.md" -Raw) | Should -Match ([regex]::Escape($info.ReleaseNotes.Split("`n")[2].Trim()))
    }

    It 'has release notes of at most the 10,000 characters that a gallery takes, in whole lines' {
        $lines = 1..400 | ForEach-Object { "- Line $_ of what is new in this version." }
        Set-Content "$TestDrive/CHANGELOG.md" "# Changelog`n", '## [1.0.0]', '', '### Added', '', $lines, "`n## [0.9.0]`n", '- Old.'
        $notes = & "$root/packaging/Get-ReleaseNote.ps1" -Path "$TestDrive/CHANGELOG.md" -Version 1.0.0
        $notes.Length | Should -BeLessOrEqual 10000
        $notes.Length | Should -BeGreaterThan 9900
        $shown = $notes -split '\r?\n' | Where-Object { $_ -and $_ -ne '### Added' }
        $shown[0..($shown.Count - 2)] | Should -Be $lines[0..($shown.Count - 2)]
        $shown[-1] | Should -Be 'The rest is in CHANGELOG.md of the package.'
        & "$root/packaging/Get-ReleaseNote.ps1" -Path "$TestDrive/CHANGELOG.md" -Version 0.9.0 | Should -Be '- Old.'
        { & "$root/packaging/Get-ReleaseNote.ps1" -Path "$TestDrive/CHANGELOG.md" -Version 2.0.0 } | Should -Throw "CHANGELOG.md has nothing about version 2.0.0.*"
    }

    It 'shows its icon, and names the address of the project if one was given' {
        $metadata = ([xml](Get-Content "$unpacked/PermModule.nuspec" -Raw)).package.metadata
        $info = Test-ModuleManifest "$unpacked/PermModule.psd1"
        "$unpacked/$($metadata.icon)" | Should -Exist
        "$($info.ProjectUri)" | Should -Be "$($metadata.projectUrl)"
        if ($address) {
            $info.ProjectUri | Should -Be $address
            $info.HelpInfoUri | Should -Be "$address/help"
        }
        (Import-PowerShellDataFile "$root/PermModule.psd1").Keys | Should -Not -Contain HelpInfoUri -Because 'a checkout has no address'
    }

    It 'holds what it needs and nothing else' {
        $files = (Get-ChildItem $unpacked -Recurse -File).FullName | ForEach-Object { [IO.Path]::GetRelativePath($unpacked, $_).Replace('\', '/') }
        $files | Should -Contain LICENSE
        $files | Should -Contain CHANGELOG.md
        $files | Should -Contain THIRD-PARTY-NOTICES.txt
        $files | Should -Contain sbom.cdx.json
        $files | Should -Contain dependencies/PermModule.Core.deps.json
        foreach ($runtime in 'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64') {
            $files -match "^dependencies/runtimes/$runtime/native/\w*e_sqlite3\.\w+$" | Should -HaveCount 1 -Because $runtime
        }
        $files | Should -Not -Match '\.pdb$|PowerShellStandard|System\.Management\.Automation|PermModule\.Core\.xml'
        # Nine tenths are the native SQLite of eight platforms; more would be something that slipped in.
        (Get-Item $package).Length | Should -BeLessThan 8.5MB
    }

    It 'lists every package it ships, with a hash and a notice' {
        $sbom = Get-Content "$unpacked/sbom.cdx.json" -Raw | ConvertFrom-Json
        $shipped = (Get-Content "$unpacked/dependencies/PermModule.Core.deps.json" -Raw | ConvertFrom-Json -AsHashtable).libraries
        $expected = $shipped.Keys | Where-Object { $shipped[$_].type -eq 'package' } | ForEach-Object { "pkg:nuget/$($_.Replace('/', '@'))" } | Sort-Object
        $sbom.bomFormat | Should -Be CycloneDX
        @($sbom.components.purl | Sort-Object) | Should -Be @($expected)
        $notices = Get-Content "$unpacked/THIRD-PARTY-NOTICES.txt" -Raw
        foreach ($component in $sbom.components) {
            $component.hashes[0].content | Should -Match '^[0-9a-f]{128}$'
            $notices | Should -Match "(?m)^(.+, )?$([regex]::Escape($component.name))(, .+)? $([regex]::Escape($component.version))\b"
        }
    }

    It 'runs the quickstart from an empty module path in a bare process' {
        # Away from the repository, where the script would take the module that was built there.
        Copy-Item "$root/examples" "$TestDrive/examples" -Recurse
        $before = $env:PSModulePath
        try {
            $env:PSModulePath = $modules
            $lines = pwsh -NoProfile -NonInteractive -Command "
                `$env:PSModulePath = '$modules'
                Set-Location '$TestDrive'
                & '$TestDrive/examples/quickstart.ps1' -StorePath '$TestDrive/quickstart/perm.db'
                (Get-Module PermModule).ModuleBase" 2>&1
        }
        finally {
            $env:PSModulePath = $before
        }
        $LASTEXITCODE | Should -Be 0 -Because ($lines -join "`n")
        "$($lines[-1])" | Should -Be (Get-Item $unpacked).FullName
        $lines -join "`n" | Should -Match 'Heavy'
    }
}

Describe 'The package that is compiled ahead' {
    BeforeDiscovery {
        # Packages of a build that asked for none.
        $none = $env:CI -and (Test-Path "$PSScriptRoot/../../out/packages") -and -not (Test-Path "$PSScriptRoot/../../out/packages/*.zip")
    }

    It 'holds machine code and the native SQLite of this machine alone, and runs' -Skip:$none {
        $native = "$TestDrive/native"
        [IO.Compression.ZipFile]::ExtractToDirectory((Get-Item "$packages/PermModule.$version.*.zip").FullName, $native)
        $ahead = "$native/PermModule/$version"
        foreach ($file in 'PermModule.Cmdlets.dll', 'dependencies/PermModule.Core.dll', 'dependencies/Dapper.dll', 'dependencies/Microsoft.Data.Sqlite.dll') {
            foreach ($module in @{ Path = $unpacked; Code = $false }, @{ Path = $ahead; Code = $true }) {
                $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead("$($module.Path)/$file"))
                try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 | Should -Be $module.Code -Because "$($module.Path)/$file" } finally { $reader.Dispose() }
            }
        }
        $architecture = "$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant()
        (Get-ChildItem "$ahead/dependencies/runtimes").Name | Should -BeLike "*-$architecture"
        Test-Path "$ahead/sbom.cdx.json" | Should -BeTrue
        $usage = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$ahead/PermModule.psd1'
            `$null = New-PermStore '$TestDrive/native.db'
            `$null = Connect-PermStore '$TestDrive/native.db'
            (Get-SeatUsage).Count" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because ($usage -join "`n")
        $usage | Should -Be 3
    }
}

Describe 'The package of the core' {
    It 'holds the assembly with its documentation, and its symbols apart' {
        $files = [IO.Compression.ZipFile]::OpenRead("$packages/PermModule.Core.$version.nupkg")
        $symbols = [IO.Compression.ZipFile]::OpenRead("$packages/PermModule.Core.$version.snupkg")
        try {
            $files.Entries.FullName | Should -Contain lib/net8.0/PermModule.Core.dll
            $files.Entries.FullName | Should -Contain lib/net8.0/PermModule.Core.xml
            $files.Entries.FullName -match '^lib/' | Should -HaveCount 2
            $symbols.Entries.FullName | Should -Contain lib/net8.0/PermModule.Core.pdb
        }
        finally {
            $files.Dispose()
            $symbols.Dispose()
        }
    }
}
