BeforeAll {
    . $PSScriptRoot/Setup.ps1

    function Invoke-Child {
        # Runs a script in a pwsh of its own that finds no modules but what it imports, and gives what it wrote as JSON.
        param([string] $Script)
        $file = "$TestDrive/$([guid]::NewGuid()).ps1"
        Set-Content $file "`$ErrorActionPreference = 'Stop'`n`$manifest = '$manifest'`n$Script"
        $before = $env:PSModulePath
        try {
            $env:PSModulePath = "$TestDrive/none"
            $lines = pwsh -NoProfile -NonInteractive -File $file 2>&1
        }
        finally {
            $env:PSModulePath = $before
        }
        $LASTEXITCODE | Should -Be 0 -Because ($lines -join "`n")
        $lines -join "`n" | ConvertFrom-Json
    }

    $defaultContext = "[Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName() | Where-Object Name -match '^(PermModule|Dapper|CsvHelper|Microsoft\.Data\.Sqlite|SQLitePCL)'"
}

Describe 'The module' {
    It 'has a valid manifest whose version is that of every assembly' {
        $info = Test-ModuleManifest $manifest
        $info.Version | Should -Be ([version](Split-Path (Split-Path $manifest) -Leaf))
        $info.CompatiblePSEditions | Should -Be 'Core'
        foreach ($file in 'PermModule.Cmdlets.dll', 'dependencies/PermModule.Core.dll') {
            $version = [Reflection.AssemblyName]::GetAssemblyName("$(Split-Path $manifest)/$file").Version
            "$($version.Major).$($version.Minor).$($version.Build)" | Should -Be "$($info.Version)" -Because $file
        }
    }

    It 'keeps its version in one place' {
        $version = (Test-ModuleManifest $manifest).Version
        $found = Get-ChildItem $root/src, $root/samples, $root/bench -Recurse -Include *.csproj, *.props, *.targets, *.cs -ErrorAction Ignore |
            Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]' | Select-String -SimpleMatch "<Version>$version", "AssemblyVersion"
        $found | Should -BeNullOrEmpty
    }

    It 'exports cmdlets by name and nothing else' {
        $info = Test-ModuleManifest $manifest
        $info.ExportedFunctions.Count + $info.ExportedAliases.Count + $info.ExportedVariables.Count | Should -Be 0
        (Import-PowerShellDataFile $manifest).CmdletsToExport | Should -Not -Match '\*'
    }

    It 'imports in a bare process and works with its own SQLite' {
        $result = Invoke-Child @"
            Import-Module `$manifest
            `$null = New-PermStore -Path '$TestDrive/bare/perm.db' -Actor tester
            `$null = New-PermProfile Viewer -Default
            `$null = New-PermUser ann -Email ann@example.com
            @{ User = (Get-PermUser ann).ProfileName; Checks = (Test-PermStore); Default = @(($defaultContext).Name) } | ConvertTo-Json
"@
        $result.User | Should -Be Viewer
        $result.Checks | Should -BeTrue
        $result.Default | Should -Be 'PermModule.Cmdlets'
    }

    It 'works beside a module that has loaded other versions of its packages' {
        $beside = New-Item "$TestDrive/beside" -ItemType Directory
        Set-Content "$beside/Beside.csproj" @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <EnableDynamicLoading>true</EnableDynamicLoading>
    <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Dapper" Version="[2.0.4,2.1)" />
    <PackageReference Include="Microsoft.Data.Sqlite" Version="[6.0.0,10.0.0)" />
  </ItemGroup>
</Project>
'@
        $build = dotnet build $beside --output "$beside/out" --verbosity quiet 2>&1
        $LASTEXITCODE | Should -Be 0 -Because ($build -join "`n")
        $result = Invoke-Child @"
            foreach (`$name in 'SQLitePCLRaw.core', 'SQLitePCLRaw.provider.e_sqlite3', 'SQLitePCLRaw.batteries_v2', 'Microsoft.Data.Sqlite', 'Dapper') {
                `$null = [Reflection.Assembly]::LoadFrom("$beside/out/`$name.dll")
            }
            function Get-Version {
                `$connection = [Microsoft.Data.Sqlite.SqliteConnection]::new('Data Source=:memory:')
                `$connection.Open()
                `$connection.ServerVersion
            }
            `$before = Get-Version
            Import-Module `$manifest
            `$store = New-PermStore -Path '$TestDrive/beside/perm.db' -Actor tester
            `$null = New-PermProfile Viewer -Default
            `$null = 1..20 | ForEach-Object { [pscustomobject]@{ Email = "u`$_@example.com" } } | New-PermUser
            `$core = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext([PermUser].Assembly)
            @{
                Users = @(Get-PermUser).Count
                Before = `$before
                After = Get-Version
                Default = @(($defaultContext) | ForEach-Object { "`$(`$_.Name) `$(`$_.Version)" } | Sort-Object)
                Ours = @(`$core.Assemblies.GetName() | ForEach-Object { "`$(`$_.Name) `$(`$_.Version)" })
            } | ConvertTo-Json
"@
        $result.Users | Should -Be 20
        $result.After | Should -Be $result.Before
        $result.Default -replace ' .*' | Should -Be 'Dapper', 'Microsoft.Data.Sqlite', 'PermModule.Cmdlets', 'SQLitePCLRaw.batteries_v2', 'SQLitePCLRaw.core', 'SQLitePCLRaw.provider.e_sqlite3'
        foreach ($name in 'PermModule.Core', 'Microsoft.Data.Sqlite', 'SQLitePCLRaw.core') {
            $result.Ours -match "^$name " | Should -HaveCount 1
        }
        $result.Ours | Should -Not -Contain ($result.Default -match '^Microsoft.Data.Sqlite ')[0]
    }

    It 'answers the first questions of a session without what only reports and audits need' {
        $result = Invoke-Child @"
            function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(Dapper|CsvHelper)`$' }
            Import-Module `$manifest
            `$null = New-PermStore -Path '$TestDrive/first/perm.db' -Actor tester
            `$null = New-PermProfile Viewer -Default
            `$null = New-PermUser ann -Email ann@example.com
            `$null = Connect-PermStore '$TestDrive/first/perm.db'
            `$null = Get-SeatUsage
            `$null = Get-PermUser -First 1
            `$null = Get-PermProfile
            `$null = Test-PermRight ann asset-bank.collections.create-collections
            `$first = @(Get-Loaded)
            `$null = Invoke-PermAudit
            @{ First = `$first; Audit = @(Get-Loaded) } | ConvertTo-Json
"@
        $result.First | Should -BeNullOrEmpty
        $result.Audit | Should -Be Dapper
    }

    It 'leaves nothing hooked when the last runspace removes it' {
        $result = Invoke-Child @'
            function Get-Hook {
                $handlers = [Runtime.Loader.AssemblyLoadContext].GetField('_resolving', 'Instance,NonPublic').GetValue([Runtime.Loader.AssemblyLoadContext]::Default)
                $names = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Get
                $hooked = @(${handlers}?.GetInvocationList().Method.DeclaringType.FullName) -match '^PermModule'
                "$($hooked.Count) handler, PermUser $($names.ContainsKey('PermUser'))"
            }
            $clean = Get-Hook
            Import-Module $manifest
            Import-Module $manifest -Force
            $other = [powershell]::Create()
            $null = $other.AddScript("Import-Module '$manifest'").Invoke()
            $imported = Get-Hook
            Remove-Module PermModule
            $otherLeft = Get-Hook
            $other.Commands.Clear()
            $sees = "$($other.AddScript("'PermUser' -as [type]").Invoke())"
            $other.Runspace.Close()
            Import-Module $manifest
            Remove-Module PermModule
            @{ Clean = $clean; Imported = $imported; OtherLeft = $otherLeft; Sees = $sees; Gone = Get-Hook } | ConvertTo-Json
'@
        $result.Clean | Should -Be '0 handler, PermUser False'
        $result.Imported | Should -Be '1 handler, PermUser True'
        $result.OtherLeft | Should -Be $result.Imported
        $result.Sees | Should -BeLike 'PermModule.PermUser,*'
        $result.Gone | Should -Be $result.Clean
    }

    It 'gives scripts eight type names, takes none of another module and removes only its own' {
        $result = Invoke-Child @'
            $type = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')
            $before = @($type::Get.Keys)
            $type::Add('PermGroup', [version])
            Import-Module $manifest
            $ours = @($type::Get.Keys | Where-Object { $_ -notin $before -and $_ -ne 'PermGroup' } | Sort-Object)
            $kept = $type::Get['PermGroup'].Name
            $null = $type::Remove('PermRight')
            $type::Add('PermRight', [timespan])
            Remove-Module PermModule
            @{ Ours = $ours; Kept = $kept; Left = @($type::Get.Keys | Where-Object { $_ -notin $before } | Sort-Object); Group = [PermGroup].Name; Right = [PermRight].Name } | ConvertTo-Json
'@
        $result.Ours | Should -Be PermAuditEvent, PermFinding, PermProfile, PermRight, PermStore, PermUser, WaitingRoomItem
        $result.Kept | Should -Be Version
        $result.Left | Should -Be PermGroup, PermRight
        $result.Group, $result.Right | Should -Be Version, TimeSpan
    }

    It 'closes its stores when it is removed' {
        $result = Invoke-Child @"
            Import-Module `$manifest
            `$store = New-PermStore -Path '$TestDrive/closed/perm.db' -Actor tester
            Remove-Module PermModule
            @{ Files = @(Get-ChildItem '$TestDrive/closed').Name } | ConvertTo-Json
"@
        $result.Files | Should -Be 'perm.db'
    }

    It 'has a store of its own in every runspace' {
        $result = Invoke-Child @"
            Import-Module `$manifest
            `$null = New-PermStore -Path '$TestDrive/runspaces/a.db' -Actor tester
            `$null = New-PermProfile InA
            `$other = [powershell]::Create()
            `$null = `$other.AddScript("Import-Module '`$manifest'; New-PermStore -Path '$TestDrive/runspaces/b.db' -Actor tester; New-PermProfile InB")
            `$null = `$other.Invoke()
            `$other.Commands.Clear()
            @{ Here = @((Get-PermProfile).Name); There = @((`$other.AddScript('Get-PermProfile').Invoke()).Name) } | ConvertTo-Json
"@
        $result.Here | Should -Be InA
        $result.There | Should -Be InB
    }
}
