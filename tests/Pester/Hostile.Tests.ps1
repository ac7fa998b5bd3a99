# Text that is made to break programs, in every parameter of every cmdlet that takes text.
BeforeDiscovery {
    . $PSScriptRoot/Setup.ps1
    $commands = Get-Command -Module PermModule | Where-Object Name -NE Invoke-PermTransaction | Sort-Object Name | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $hostile = [ordered]@{
        'SQL'                 = "'; DROP TABLE users; --"
        'SQL of numbers'      = '1 OR 1=1'
        'a quote'             = '"'
        'a parameter'         = '$0 @p ?1 :name'
        'LIKE'                = '%_\'
        'a backward range'    = '[z-a]*'
        'an open bracket'     = '[x'
        'a back-tick'         = 'a`'
        'PowerShell'          = '$(throw 1)'
        'markup'              = '<script>alert(1)</script>'
        'a formula'           = "=cmd|' /C calc'!A0"
        'another folder'      = '../none/../none/x.json'
        'NUL'                 = "a`0b"
        'half a pair'         = "a$([char] 0xD800)b"
        'a turned direction'  = "a$([char] 0x202E)b"
        'a hidden character'  = "a$([char] 0x200B)b"
        'too long a path'     = 'x' * 5000 + '.html'
        'too long a name'     = 'x' * 300 + '.html'
        'ten megabytes'       = 'x' * 10MB
        'ten megabytes of *'  = '*' * 10MB
    }
    # What a cmdlet must be given beside the text that is tried.
    $rest = @{
        User = 'ann'; UserName = 'ann'; Requester = 'ann'; Profile = 'Editor'; ReferenceProfile = 'Editor'; DifferenceProfile = 'Viewer'; ToProfile = 'Viewer'; Group = 'Press'
        Right = 'asset-bank.collections.create-collections'; Role = 'EndUser'; Tier = 'Light'; Kind = 'Download'; Asset = 'logo.png'; NewName = 'new'; Id = 1
        Relation = 'Owner'; Object = 'Project'; Action = 'Edit'; Path = 'x.html'; LiteralPath = 'x.csv'
    }

    function Get-TextParameter {
        param([Management.Automation.CmdletInfo] $Command)
        $Command.Parameters.Values | Where-Object { $_.Name -notin $common -and $_.ParameterType.Name -match '^(String|Object|\w+Identity)(\[\])?$' }
    }

    function Get-Argument {
        # The parameter with the text, and what else its set demands.
        param([Management.Automation.CmdletInfo] $Command, [Management.Automation.ParameterMetadata] $Parameter, [string] $Text)
        $set = $Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $Parameter.Name } | Select-Object -First 1
        $argument = @{ $Parameter.Name = $Text }
        foreach ($needed in $set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -ne $Parameter.Name }) {
            $argument[$needed.Name] = if ($needed.Name -eq 'Name') { if ($Command.Noun -eq 'PermGroup') { 'Press' } else { 'Editor' } } else { $rest[$needed.Name] }
        }
        $argument
    }

    function Invoke-Quietly {
        # Runs a cmdlet and gives what was refused, terminating or not.
        param([string] $Name, [hashtable] $Argument)
        $refused = @()
        try { $null = & $Name @Argument -ErrorAction SilentlyContinue -ErrorVariable refused -WarningAction SilentlyContinue -Confirm:$false }
        catch { $refused += $_ }
        @($refused | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    }
}

Describe 'Hostile text in every text parameter' {
    BeforeAll {
        $store = New-TestStore
        $path = $store.Path
        $null = New-PermUser ann -Email ann@example.com -Profile Editor
        $null = New-PermUser anchor -Email anchor@example.com -FirstName Anchor
        $null = New-PermGroup Press
        Push-Location (New-Item -ItemType Directory "$TestDrive/files").FullName
    }
    AfterAll { Pop-Location }

    It '<Name> takes it as text or refuses it' -ForEach $commands {
        $command = Get-Command $Name
        $null = Connect-PermStore $path -Actor tester
        $wrong = foreach ($parameter in Get-TextParameter $command) {
            # What is refused stays in there, and with it the ten megabytes.
            $Error.Clear()
            foreach ($kind in $hostile.Keys) {
                # Opening a store takes longer than most refusals do.
                if ($command.Noun -eq 'PermStore') { $null = Connect-PermStore $path -Actor tester }
                $argument = Get-Argument -Command $command -Parameter $parameter -Text $hostile[$kind]
                if ($command.Parameters.Keys -notcontains 'Confirm') {
                    $plain = $argument
                    $refused = @(try { $null = & $Name @plain -ErrorAction SilentlyContinue -ErrorVariable seen -WarningAction SilentlyContinue; $seen } catch { $_ })
                }
                else {
                    $refused = Invoke-Quietly $Name $argument
                }
                foreach ($record in $refused | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) {
                    if ($record.Exception.GetType().FullName -notmatch '^(PermModule|System\.Management\.Automation)\.' -or ($record.Exception.Message.Length -gt 3000 -and $record.Exception -isnot [Management.Automation.ParameterBindingException])) {
                        "-$($parameter.Name), ${kind}: $($record.Exception.GetType().FullName) $($record.Exception.Message.Substring(0, [Math]::Min(200, $record.Exception.Message.Length)))"
                    }
                }
            }
        }
        $wrong | Should -BeNullOrEmpty
        $null = Connect-PermStore $path -Actor tester
        Test-PermStore | Should -BeTrue
        (Get-PermUser -Email anchor@example.com).FirstName | Should -BeExactly 'Anchor'
    }
}

Describe 'Text that is kept' {
    BeforeEach { $null = New-TestStore }

    It 'is kept as it was given, SQL or not' {
        $sql = "x'); DELETE FROM users; --"
        $null = New-PermGroup $sql -Description $sql
        $null = New-PermProfile $sql -Description $sql
        $null = New-PermUser $sql -FirstName $sql -LastName $sql -Department $sql -Location $sql -JobTitle $sql -ExternalId $sql -Group $sql -Profile $sql
        $user = Get-PermUser -Department $sql -Location $sql -Group $sql -Profile $sql
        $user.UserName, $user.FirstName, $user.LastName, $user.Department, $user.Location, $user.JobTitle, $user.ExternalId, $user.Groups[0], $user.ProfileName | Should -Be (@($sql) * 9)
        (Get-PermGroup $sql).Description | Should -Be $sql
        (Get-PermAuditEvent -Target $sql -Action UserCreated).Target | Should -Be $sql
        Test-PermStore | Should -BeTrue
    }

    It 'tells <_> from what it would match' -ForEach 'a*b', 'a?b', '[x]', 'back`tick', '%', '*' {
        foreach ($name in 'axb', 'x', 'backtick') { $null = New-PermUser $name }
        $user = New-PermUser $_
        $escaped = [regex]::Replace($_, '[*?\[\]`]', '`$0')
        (Get-PermUser $escaped).UserName | Should -BeExactly $_
        ($user | Set-PermUser -JobTitle lead -PassThru).UserName | Should -BeExactly $_
        @(Get-PermUser | Where-Object JobTitle -EQ lead).Count | Should -Be 1
        $user | Disable-PermUser
        @(Get-PermUser -Inactive).UserName | Should -BeExactly $_
        $group = New-PermGroup $_
        Get-PermUser $escaped | Add-PermGroupMember -Group $group
        @(Get-PermGroupMember -Group $escaped).UserName | Should -BeExactly $_
        $group | Remove-PermGroup -Confirm:$false
        Get-PermUser $escaped | Remove-PermUser -Confirm:$false
        (Get-PermUser).UserName | Sort-Object | Should -Be 'axb', 'backtick', 'x'
    }
}

Describe 'Nothing from the pipeline' {
    BeforeDiscovery {
        $takers = $commands | Where-Object { $_.Name -like 'Get-*' -and (Get-Command $_.Name).Parameters.Values.Attributes.ValueFromPipeline -contains $true }
    }

    BeforeAll {
        $null = New-TestStore
        $null = New-PermGroup Press
        $null = New-PermUser ann -Group Press
        $null = Submit-WaitingRoomItem Download ann logo.png -Reason offer
    }

    # A variable whose name is mistyped is null. Taken for 'not given' it would stand for all there is, and the next cmdlet would change that.
    It 'is never taken for everything by <Name>' -ForEach $takers {
        $command = Get-Command $Name
        $set = $command.ParameterSets | Where-Object { $_.Parameters.ValueFromPipeline -contains $true } | Select-Object -First 1
        $argument = @{}
        foreach ($needed in $set.Parameters | Where-Object { $_.IsMandatory -and -not $_.ValueFromPipeline }) { $argument[$needed.Name] = $rest[$needed.Name] }
        $null | & $Name @argument -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.Count | Should -Be 1
    }
}

Describe 'Durations' {
    It 'are understood or refused, whatever is typed' {
        $null = New-TestStore
        $random = [Random]::new(1)
        $parts = '1', '99999999999999999999', 'd', 'h', 'w', 'm', 's', ':', '.', '-', ' ', 'e', '+', '٣', '10675199', "`0", '１'
        $wrong = foreach ($round in 1..500) {
            $text = -join (1..$random.Next(1, 8) | ForEach-Object { $parts[$random.Next($parts.Count)] })
            try { $null = Get-WaitingRoomItem -OlderThan $text -ErrorAction Stop }
            catch { if ($_.FullyQualifiedErrorId -ne 'ParameterArgumentTransformationError,PermModule.Commands.GetWaitingRoomItemCommand') { "$text`: $_" } }
        }
        $wrong | Should -BeNullOrEmpty
    }
}
