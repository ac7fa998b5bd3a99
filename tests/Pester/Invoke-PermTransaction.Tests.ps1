BeforeAll {
    . $PSScriptRoot/Setup.ps1

    function Assert-Untouched {
        $store.InTransaction | Should -BeFalse
        (Get-PermAuditDigest).Hash | Should -Be $before.Hash
        Get-PermUser | Should -BeNullOrEmpty
        Test-PermStore | Should -BeTrue
    }
}

Describe 'Invoke-PermTransaction' {
    BeforeEach {
        $store = New-TestStore
        $before = Get-PermAuditDigest
    }

    It 'emits what the block emits, once it is applied' {
        $out = Invoke-PermTransaction { New-PermUser ann; 'text'; New-PermProfile Temp | Out-Null; New-PermUser bob -Profile Temp }
        $out[0].UserName, $out[1], $out[2].UserName | Should -Be ann, text, bob
        $store.InTransaction | Should -BeFalse
        (Get-PermUser).UserName | Should -Be ann, bob
        Test-PermStore | Should -BeTrue
    }

    It 'gives all changes one correlation id' {
        Invoke-PermTransaction { $null = New-PermUser ann; $null = New-PermUser bob; Set-PermUser ann -Department X }
        @(Get-PermAuditEvent -TargetType User | ForEach-Object CorrelationId | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'shows nothing to others before the end' {
        Invoke-PermTransaction {
            $null = New-PermUser ann
            $script:seen = pwsh -NoProfile -Command "Import-Module '$($manifest.FullName)'; (Connect-PermStore '$($store.Path)').Users"
        }
        $script:seen | Should -Be 0
        $store.Users | Should -Be 1
    }

    It 'undoes all after an error that only the preference <_> of the caller hides' -ForEach 'SilentlyContinue', 'Ignore' {
        function Add-Both { [CmdletBinding()] param() Invoke-PermTransaction { $null = New-PermUser ann; Get-PermUser nobody } }
        { Add-Both -ErrorAction $_ } | Should -Throw -ErrorId 'TransactionRolledBack,*'
        Assert-Untouched
    }

    It 'undoes all after <Name>' -ForEach @(
        @{ Name = 'a throw'; Block = { $null = New-PermUser ann; throw 'boo' }; Id = 'boo' }
        @{ Name = 'an error that stops'; Block = { $null = New-PermUser ann; Get-PermUser nobody -ErrorAction Stop }; Id = 'UserNotFound,PermModule.Commands.GetPermUserCommand' }
        @{ Name = 'an error that does not stop'; Block = { $null = New-PermUser ann; Get-PermUser nobody; $null = New-PermUser bob }; Id = 'TransactionRolledBack,PermModule.Commands.InvokePermTransactionCommand' }
        @{ Name = 'an error of another command'; Block = { $null = New-PermUser ann; Get-Item /no/such/file; $null = New-PermUser bob }; Id = 'TransactionRolledBack,PermModule.Commands.InvokePermTransactionCommand' }
        @{ Name = 'a bad record among good ones'; Block = { 'ann', 'bob', 'ann', 'carl' | ForEach-Object { [pscustomobject] @{ UserName = $_ } } | New-PermUser }; Id = 'TransactionRolledBack,PermModule.Commands.InvokePermTransactionCommand' }
        @{ Name = 'an exception of .NET'; Block = { $null = New-PermUser ann; [int]::Parse('x') }; Id = 'FormatException,PermModule.Commands.InvokePermTransactionCommand' }
    ) {
        { Invoke-PermTransaction $Block -ErrorAction SilentlyContinue } | Should -Throw -ErrorId $Id
        Assert-Untouched
    }

    It 'reports every error before it undoes' {
        try { Invoke-PermTransaction { Get-PermUser x1; Get-PermUser x2 } -ErrorVariable failures -ErrorAction SilentlyContinue } catch { $last = $_ }
        @($failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.TargetObject -like 'x*' }).TargetObject | Should -Be x1, x2
        $last.Exception.Message | Should -BeLike '*2 error(s)*'
    }

    It 'leaves nothing open after a <Name> out of the block' -ForEach @(
        @{ Name = 'break'; Block = { foreach ($i in 1, 2) { Invoke-PermTransaction { $null = New-PermUser ann; break } } } }
        @{ Name = 'continue'; Block = { foreach ($i in 1, 2) { Invoke-PermTransaction { $null = New-PermUser ann; continue } } } }
    ) {
        & $Block
        Assert-Untouched
    }

    It 'ends with a return as with its last line' {
        (Invoke-PermTransaction { New-PermUser ann; return; throw 'never' }).UserName | Should -Be ann
        $store.Users | Should -Be 1
    }

    It 'keeps what is applied when nobody reads on' {
        (Invoke-PermTransaction { 'ann', 'bob', 'carl' | ForEach-Object { New-PermUser $_ } } | Select-Object -First 1).UserName | Should -Be ann
        $store.InTransaction | Should -BeFalse
        $store.Users | Should -Be 3
    }

    It 'lets a pipeline inside stop early' {
        Invoke-PermTransaction { Get-PermRight | Select-Object -First 1 | Out-Null; $null = New-PermUser ann }
        $store.Users | Should -Be 1
    }

    It 'goes on after an error that the block handles' {
        Invoke-PermTransaction {
            $null = New-PermUser ann
            try { Get-PermUser nobody -ErrorAction Stop } catch { Write-Verbose "$_" }
            Get-PermUser nobody -ErrorAction SilentlyContinue
        }
        $store.Users | Should -Be 1
    }

    It 'is undone when the pipeline is stopped' {
        $shell = [powershell]::Create()
        $marker = "$(Split-Path $store.Path)/marker"
        $null = $shell.AddScript("Import-Module '$($manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Invoke-PermTransaction { `$null = New-PermUser ann; Set-Content '$marker' 1; Start-Sleep 60 }")
        $running = $shell.BeginInvoke()
        $deadline = (Get-Date).AddSeconds(30)
        while (-not (Test-Path $marker) -and (Get-Date) -lt $deadline) { Start-Sleep -Milliseconds 50 }
        $marker | Should -Exist
        $shell.Stop()
        { $shell.EndInvoke($running) } | Should -Throw
        $shell.Runspace.Close()
        $shell.Dispose()
        Assert-Untouched
        (New-PermUser zoe).UserName | Should -Be zoe
    }

    It 'takes another as a step that can fail alone' {
        Invoke-PermTransaction {
            $null = New-PermUser ann
            try { Invoke-PermTransaction { $null = New-PermUser bob; throw 'inner' } } catch { Write-Verbose "$_" }
            Invoke-PermTransaction { $null = New-PermUser carl }
        }
        (Get-PermUser).UserName | Should -Be ann, carl
        { Invoke-PermTransaction { Invoke-PermTransaction { $null = New-PermUser dan }; throw 'outer' } } | Should -Throw -ErrorId outer
        (Get-PermUser).UserName | Should -Be ann, carl
    }

    It 'is around the store that is named' {
        $other = New-TestStore
        { Invoke-PermTransaction { $null = New-PermUser ann; throw 'boo' } -Store $store } | Should -Throw
        Get-PermUser -Store $store | Should -BeNullOrEmpty
        $null = Invoke-PermTransaction { New-PermUser ann } -Store $store
        (Get-PermUser -Store $store).UserName | Should -Be ann
        $other.Users | Should -Be 0
    }

    It 'works in a pipeline' {
        $made = 'ann', 'bob' | ForEach-Object { $name = $_; Invoke-PermTransaction { New-PermUser $name } } | Disable-PermUser -PassThru
        $made.IsActive | Should -Be $false, $false
        { 'carl' | ForEach-Object { $name = $_; Invoke-PermTransaction { New-PermUser $name; throw 'boo' } } } | Should -Throw
        (Get-PermUser).UserName | Should -Be ann, bob
    }

    It 'respects the seat limit for all of it' {
        Set-SeatContract -Light 2
        { Invoke-PermTransaction { 'a', 'b', 'c' | ForEach-Object { New-PermUser $_ } } -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'TransactionRolledBack,*'
        $store.Users | Should -Be 0
    }

    It 'changes nothing with -WhatIf, yet lets one step build on another' {
        $out = Invoke-PermTransaction { $null = New-PermProfile Temp; New-PermUser ann -Profile Temp } -WhatIf
        $out.ProfileName | Should -Be Temp
        Assert-Untouched
        Get-PermProfile Temp* | Should -BeNullOrEmpty
    }

    It 'refuses to change the connection inside' {
        { Invoke-PermTransaction { Disconnect-PermStore } } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.DisconnectPermStoreCommand'
        { Invoke-PermTransaction { Connect-PermStore $store.Path } } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.ConnectPermStoreCommand'
        { Invoke-PermTransaction { New-PermStore "$TestDrive/other.db" } } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.NewPermStoreCommand'
        { Invoke-PermTransaction { New-PermStore "$TestDrive/other.db" -WhatIf } } | Should -Throw -ErrorId 'TransactionAlreadyOpen,PermModule.Commands.NewPermStoreCommand'
        (Get-PermStore).Path | Should -Be $store.Path
        Assert-Untouched
    }

    It 'uses its store also where a command names it by another path' -Skip:$IsWindows {
        $link = "$TestDrive/link$([guid]::NewGuid())"
        $null = New-Item $link -ItemType SymbolicLink -Target (Split-Path $store.Path)
        $name = Split-Path $store.Path -Leaf
        $out = Invoke-PermTransaction { New-PermUser ann -Store "$link/$name"; New-PermUser bob }
        $out.UserName | Should -Be ann, bob
        { Invoke-PermTransaction -Store "$link/$name" { New-PermUser cyd -Store $store.Path; throw 'boo' } } | Should -Throw boo
        (Get-PermUser).UserName | Should -Be ann, bob
    }

    It 'refuses a store that is read-only' {
        $null = Connect-PermStore $store.Path -ReadOnly
        { Invoke-PermTransaction { 1 } } | Should -Throw -ErrorId 'StoreReadOnly,PermModule.Commands.InvokePermTransactionCommand'
    }
}
